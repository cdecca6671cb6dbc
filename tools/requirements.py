"""Resolve the dependencies of pyproject.toml and pin every file by its hash."""

import subprocess
import sys
from pathlib import Path

UV = str(Path(sys.executable).with_name("uv"))
COMMON = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
FILES = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--group", "dev"],
    "requirements-mysql.txt": ["--extra", "mysql"],
}

if __name__ == "__main__":
    for name, what in FILES.items():
        command = [
            UV,
            "pip",
            "compile",
            "pyproject.toml",
            *what,
            *COMMON,
            "-o",
            name,
            *sys.argv[1:],
        ]
        subprocess.run(command, check=True)
