"""A training killed hard: the old model keeps serving, and no half model is ever seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
MINUTES = 600
# `make bench-match` kills at all ten points of `tests.matching.killing`.
CHECKED = ("3", "inside", "after")


class Machine:
    """Processes of their own on a database file of their own."""

    def __init__(self, folder):
        self.env = os.environ | {
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "trainportal.settings",
        }
        self.env.pop("DATABASE_URL", None)
        self.member, self.job = self.run("prepare").stdout.split()

    def run(self, *words):
        command = [sys.executable, "-m", "tests.matching.killing", *words]
        return subprocess.run(
            command, env=self.env, cwd=HERE, capture_output=True, text=True, timeout=MINUTES
        )

    def serving(self):
        """Number of the model in use, 0 for none; number of half models."""
        return tuple(map(int, self.run("serving", self.member).stdout.split()))


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    return Machine(tmp_path_factory.mktemp("kill"))


@pytest.mark.parametrize("point", CHECKED)
def test_a_training_killed_at_a_point_leaves_the_old_model_serving(machine, point):
    killed = machine.run("work", machine.job, point)

    assert killed.returncode == -9, killed.stderr
    assert machine.serving() == (1, 0)


def test_without_transactions_the_same_kill_leaves_nothing_in_use(tmp_path):
    """The negative control: it shows that the test would notice."""
    machine = Machine(tmp_path)

    killed = machine.run("unguarded", machine.job)

    assert killed.returncode == -9, killed.stderr
    assert machine.serving()[0] == 0
