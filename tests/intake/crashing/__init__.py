"""Real processes that are killed, cut off and stopped while they import."""

import json
import os
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parents[3]


class Launcher:
    """The process that starts workers; every call is a process of its own."""

    def __init__(self, folder: Path, database: str = "", **environment: str):
        env = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        env |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "trainportal.settings"}
        env |= {"DATABASE_URL": database, "POLARS_MAX_THREADS": "1"} | environment
        command = [sys.executable, "-m", "tests.intake.crashing.launcher"]
        self.process = subprocess.Popen(
            command, env=env, cwd=HERE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, do: str, **words) -> dict:
        """Let a process do something, and say how that ended."""
        self.process.stdin.write(json.dumps({"do": do, **words}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def say(self, do: str, **words) -> dict:
        """Let a process do something that has to end well; return what it says."""
        answer = self.ask(do, **words)
        assert answer["ended"] == 0, (do, words, answer)
        return answer["said"]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)


class Scratch:
    """A database of its own on the server of the suite, or none: then it is a file."""

    def __init__(self, there: dict):
        self.there, self.name = there, f"{there['NAME']}_crash_{os.getpid()}"
        self.is_server = there["ENGINE"].endswith("mysql")

    @property
    def url(self) -> str:
        """Its address; "" for a file."""
        if not self.is_server:
            return ""
        there = self.there
        who = f"{there['USER']}:{there['PASSWORD']}"
        return f"mysql://{who}@{there['HOST']}:{there['PORT'] or 3306}/{self.name}"

    def sql(self, statement: str) -> None:
        """One statement to the server, where there is one."""
        if not self.is_server:
            return
        server = import_module("MySQLdb").connect(
            host=self.there["HOST"],
            port=int(self.there["PORT"] or 3306),
            user=self.there["USER"],
            password=self.there["PASSWORD"],
        )
        with closing(server), server.cursor() as cursor:
            cursor.execute(f"{statement} {self.name}")
