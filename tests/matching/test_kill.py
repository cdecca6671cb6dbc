"""A worker killed hard in a training: the old model keeps serving, no half model is ever seen.

`make bench-match` kills at all ten points of `tests.matching.machine`.
"""

import pytest

from tests.matching.machine import KILLED, Machine


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return Machine.prepared(tmp_path_factory.mktemp("kill") / "prepared")


@pytest.mark.parametrize("point", ["inside"])
def test_a_training_killed_at_a_point_leaves_the_old_model_serving_and_is_resumed(
    prepared, tmp_path, point
):
    machine = prepared.copy(tmp_path / point)

    assert machine.work(point) == KILLED
    assert machine.serving() == (1, 0)
    assert machine.finish() == "done"


def test_without_transactions_the_same_kill_leaves_nothing_in_use(prepared, tmp_path):
    """The negative control: it shows that the test would notice."""
    machine = prepared.copy(tmp_path / "bare")

    assert machine.unguarded() == KILLED
    assert machine.serving()[0] == 0
