"""A portal of its own for the tests in the browser: demo data, real web server, real worker.

It is started as an operator would start it, by `manage.py serve`, in a folder of its own; with
`DATABASE_URL` set it makes itself a database beside that one and drops it at the end.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
STARTS_WITHIN = 60  # seconds
BESIDE = 5  # Redis databases: those before belong to the test workers, who clear them


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Portal:
    """The demo, served; `environment` is what sets it apart from any other."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"VAR_DIR": str(folder), "LOG_LEVEL": "ERROR"}
        self.process = None
        self.database, self.name = None, ""
        if url := os.environ.get("DATABASE_URL"):
            self.database = urlsplit(url)
            self.name = f"{self.database.path.strip('/')}_journey_{os.getpid()}"
            self.environment["DATABASE_URL"] = urlunsplit(self.database._replace(path=self.name))
        if url := os.environ.get("REDIS_URL"):
            address, _, number = url.rpartition("/")
            self.environment["REDIS_URL"] = f"{address}/{int(number) + BESIDE}"

    def start(self) -> None:
        """Make the database, load the demo, start web and worker."""
        self.sql(f"CREATE DATABASE {self.name} COLLATE utf8mb4_unicode_520_ci")
        self.manage("assets")
        self.manage("migrate", "--verbosity", "0")
        self.manage("demo")
        self.process = subprocess.Popen(
            [*MANAGE, "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log("serve"),
            stderr=subprocess.STDOUT,
        )
        self.wait()

    def log(self, name: str):
        """Where a program's output goes; it is shown when the program fails."""
        return (self.folder / f"{name}.log").open("w")

    def manage(self, *command: str) -> None:
        """Run one management command. Raises with its last words if it fails."""
        done = subprocess.run(
            [*MANAGE, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def wait(self) -> None:
        """Wait until the portal says that it can work."""
        for _half_second in range(2 * STARTS_WITHIN):
            try:
                urllib.request.urlopen(f"{self.url}/health/ready", timeout=2).close()
            except OSError:
                assert self.process.poll() is None, (self.folder / "serve.log").read_text()
                time.sleep(0.5)
            else:
                return
        raise AssertionError((self.folder / "serve.log").read_text())

    def stop(self) -> None:
        """End web and worker, drop the database."""
        if self.process:
            self.process.terminate()
            self.process.wait(40)
        self.sql(f"DROP DATABASE IF EXISTS {self.name}")

    def sql(self, statement: str) -> None:
        """One statement to the database server, where there is one."""
        if self.database is None:
            return
        server = import_module("MySQLdb").connect(  # only where the driver is built
            host=self.database.hostname,
            port=self.database.port or 3306,
            user=self.database.username or "root",
            password=self.database.password or "",
        )
        with server.cursor() as cursor:
            cursor.execute(statement)
        server.close()
