"""The installation of `deploy/` on this machine: the units' own commands behind nginx.

Needs MariaDB, Redis, nginx and openssl. A database `portal_drill` and Redis databases 13 and 14 are
emptied. What systemd does, this does: it reads `ExecStart` of the units, starts it with the
environment file, and starts again what died.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.journey.portal import free_port
from tools.suite import MYSQL, REDIS, ROOT
from trainportal.demo import PASSWORD

BIN = Path(sys.executable).parent
NAME = "portal_drill"


class Unit:
    """One systemd unit's command, started again when it dies."""

    def __init__(self, file: str, place: dict[str, str], environment: dict[str, str], log: Path):
        text = (ROOT / "deploy" / file).read_text()
        command = re.search(r"^ExecStart=(.+)$", text, re.M)[1].replace("%%", "%")
        for old, new in place.items():
            command = command.replace(old, new)
        self.command, self.environment = command.split(), environment
        self.log, self.ended = log, False
        self.process: subprocess.Popen | None = None
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        while not self.ended:
            with self.log.open("a") as out:
                self.process = subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=self.environment,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
                self.process.wait()
            with suppress(ProcessLookupError):  # as systemd: what is left of a unit ends with it
                os.killpg(self.process.pid, signal.SIGKILL)
            time.sleep(0.2)

    def kill(self, *, child: bool = False) -> None:
        """`kill -9` of the unit's main process or of one of its children."""
        target = self.process.pid
        if child:
            children = subprocess.run(
                ["pgrep", "-P", str(target)], capture_output=True, text=True
            ).stdout.split()
            target = int(children[-1])
        os.kill(target, signal.SIGKILL)

    def restart(self) -> None:
        """What `systemctl restart` begins with."""
        self.process.terminate()

    def stop(self) -> None:
        """End it for good."""
        self.ended = True
        if self.process:
            self.process.terminate()
            self.process.wait(60)


class Visitor(requests.Session):
    """A browser's worth of client that trusts the certificate of this installation."""

    def __init__(self, base: str, certificate: Path):
        super().__init__()
        self.base, self.verify, self.trust_env = base, str(certificate), False

    def request(self, method, url, **rest):
        """Send a request to an address of the site."""
        return super().request(method, self.base + url, timeout=60, **rest)

    def sign_in(self, who: str, password: str) -> requests.Response:
        """Fill in the form of the sign-in page."""
        self.get("/account/login/")
        return self.fill("/account/login/", login=who, password=password)

    def fill(self, path: str, **fields: str) -> requests.Response:
        """Post a form as the page itself would."""
        token = next(one.value for one in self.cookies if "csrf" in one.name)
        headers = {"X-CSRFToken": token, "Referer": self.base + path}
        return self.post(path, data=fields, headers=headers)


class Installation:
    """Database, demo, units, nginx with TLS, all in one folder."""

    password = PASSWORD

    def __init__(self, folder: Path):
        self.folder, self.tls = folder, free_port()
        redis = REDIS.rpartition("/")[0]
        example = dict(
            line.split("=", 1)
            for line in (ROOT / "deploy/portal.env.example").read_text().splitlines()
            if line and not line.startswith("#")
        )
        self.environment = {
            **os.environ,
            **example,
            "DATABASE_URL": f"{MYSQL.rpartition('/')[0]}/{NAME}",
            "REDIS_URL": f"{redis}/13",
            "CACHE_URL": f"{redis}/14",
            "ALLOWED_HOSTS": "localhost",
            "CSRF_TRUSTED_ORIGINS": f"https://localhost:{self.tls}",
            "SECRET_KEY": os.urandom(32).hex(),
            "REQUIRE_SECOND_FACTOR": "0",  # nobody here holds a telephone; tests cover it
            "EMAIL_URL": "dummymail://",
            "VAR_DIR": str(folder / "var"),
        }
        self.units: list[Unit] = []

    def manage(self, *command: str) -> str:
        """Run one management command; its words, or its fault."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def sql(self, statement: str) -> tuple:
        """Ask the database server itself; the rows of its answer."""
        address, driver = urlsplit(MYSQL), import_module("MySQLdb")  # where the driver is built
        server = driver.connect(host=address.hostname, port=address.port or 3306, user="root")
        try:
            cursor = server.cursor()
            cursor.execute(statement)
            return cursor.fetchall()
        finally:
            server.close()

    def build(self) -> None:
        """What `docs/deployment.md` says, step by step, and the demo's data."""
        self.sql(f"DROP DATABASE IF EXISTS {NAME}")
        self.sql(f"CREATE DATABASE {NAME} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci")
        self.manage("assets")
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.manage("demo")

    def start(self) -> None:
        """Web, two workers, the clock, nginx."""
        bin_, var = str(BIN), self.environment["VAR_DIR"]
        place = {"/srv/portal/.venv/bin": bin_, "/srv/portal/var": var}
        log = self.folder / "units.log"
        self.units = [
            *(
                Unit(f"portal-{part}@.service", place | {"%i": n}, self.environment, log)
                for part in ("web", "worker")
                for n in "12"
            ),
            Unit("portal-clock.service", place, self.environment, log),
        ]
        self.nginx("-g", "daemon on;")
        self.wait()

    def wait(self) -> None:
        """Until the site answers. Raises SystemExit with the end of the log after a minute."""
        visitor = self.visitor()
        for _try in range(120):
            time.sleep(0.5)
            if visitor.get("/health/ready").status_code == 200:
                return
        raise SystemExit((self.folder / "units.log").read_text()[-3000:])

    def nginx(self, *arguments: str) -> None:
        """Run nginx with the site of `deploy/`, on ports and a certificate of this folder."""
        key, certificate = self.folder / "portal.key", self.folder / "portal.crt"
        if not key.exists():
            request = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
            names = ["-addext", "subjectAltName=DNS:localhost"]
            files = ["-keyout", str(key), "-out", str(certificate)]
            subprocess.run([*request.split(), *names, *files], check=True, capture_output=True)
        upstream = (ROOT / "deploy/upstream.conf").read_text()
        site = (ROOT / "deploy/nginx.conf").read_text()
        changes = {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443": f"listen 127.0.0.1:{self.tls}",
            "/etc/nginx/tls": str(self.folder),
        }
        for old, new in changes.items():
            assert old in site, f"{old} is no longer in deploy/nginx.conf"
            site = site.replace(old, new)
        whole = self.folder / "nginx.conf"
        whole.write_text(
            f"pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;"
            "events { worker_connections 512; }"
            f"http {{ access_log off; include /etc/nginx/mime.types; {upstream} {site} }}"
        )
        subprocess.run(["nginx", "-c", str(whole), *arguments], check=True)

    def visitor(self, who: str = "") -> "Visitor":
        """Somebody in front of the site, signed in if a name is given."""
        visitor = Visitor(f"https://localhost:{self.tls}", self.folder / "portal.crt")
        if who:
            visitor.sign_in(who, PASSWORD)
        return visitor

    def stop(self) -> None:
        """End everything and drop the database."""
        for unit in self.units:
            unit.stop()
        subprocess.run(["nginx", "-c", str(self.folder / "nginx.conf"), "-s", "stop"])
        self.sql(f"DROP DATABASE IF EXISTS {NAME}")
