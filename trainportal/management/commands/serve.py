import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from trainportal.demo import PASSWORD, SIGN_INS

WORKS_FOR = 10  # seconds; a worker that stops sooner has a fault that starting again won't mend


class Command(BaseCommand):
    help = "Start the web server and a background worker on this machine; Ctrl-C ends both."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host, port, **options):
        asked, port = port, first_free(host, port)
        if port != asked:
            self.stdout.write(f"Port {asked} is taken by another program: {port} is used instead.")
        parts = {"web": web(host, port), "worker": worker()}
        running = {name: subprocess.Popen(command) for name, command in parts.items()}  # noqa: S603
        self.begun = time.monotonic()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while alive(running) and not answers(host, port):
                time.sleep(0.2)
            if alive(running):
                self.welcome(host, port)
            while alive(running) or self.restarted(running):
                time.sleep(0.5)
            stopped = next(name for name, process in running.items() if process.poll() is not None)
            self.stderr.write(f"The {stopped} has stopped; its last lines above say why.")
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                process.wait(30)

    def restarted(self, running) -> bool:
        """Start the worker again: the file broker may show it half a message, and it gives up.

        Nothing is lost by that, jobs are rows. A worker that will not start is left stopped.
        """
        if running["web"].poll() is not None or time.monotonic() - self.begun < WORKS_FOR:
            return False
        self.begun = time.monotonic()
        running["worker"] = subprocess.Popen(worker())  # noqa: S603
        return True

    def welcome(self, host, port):
        self.stdout.write(f"\nTrain Portal answers at http://{host}:{port}/  (Ctrl-C ends it)\n")
        if not SIGN_INS:
            return
        self.stdout.write(f"Sign in with one of these names and the password {PASSWORD}\n")
        for name, who in SIGN_INS.items():
            self.stdout.write(f"  {name:<14}{who}")
        self.stdout.flush()


def alive(running: dict[str, subprocess.Popen]) -> bool:
    """Whether every part is still running."""
    return all(process.poll() is None for process in running.values())


def first_free(host: str, port: int) -> int:
    """The port that was asked for, or the next one that nobody listens on."""
    while answers(host, port):
        port += 1
    return port


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex((host, port)) == 0


def web(host, port) -> list[str]:
    """The web server: one process, eight threads, so that the local cache stays true."""
    granian = program("granian")
    return [
        *(granian, "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "20"),
        "trainportal.wsgi:application",
    ]


def worker() -> list[str]:
    """A worker with the clock inside; threads, because one machine shares one database file."""
    return [
        *(program("celery"), "-A", "trainportal", "worker", "--pool", "threads", "-c", "2", "-B"),
        *("--loglevel", "WARNING", "-s", settings.CELERY_BEAT_SCHEDULE_FILENAME),
    ]


def program(name: str) -> str:
    """Find a console script beside the interpreter that runs this."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed: run `make env`.")
    return found
