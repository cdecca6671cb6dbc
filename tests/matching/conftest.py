"""A department that has learned from its past, and programmes to be filled."""

from datetime import timedelta

import pytest

from core import jobs
from matching import operations, tasks
from tests.factories.matching import ProgramFactory, code_tables, past


@pytest.fixture
def tables(cast):
    return code_tables(cast.city)


@pytest.fixture(scope="session")
def learned():
    """What the first training of this run found: the past is the same in every test."""
    return {}


@pytest.fixture
def model(cast, tables, learned, monkeypatch):
    """The city's model, trained on its past."""
    past(cast.city, cast.north, tables)
    original = tasks.pipeline.train

    def once(*args, **kwargs):
        return learned.setdefault("it", learned.get("it") or original(*args, **kwargs))

    monkeypatch.setattr(tasks.pipeline, "train", once)
    made = operations.start_training(actor=cast.zhou, organisation=cast.city)
    jobs.run(made.job_id)
    made.refresh_from_db()
    assert made.state == "champion", made.decision
    return made


@pytest.fixture
def programs(cast, tables):
    """One approved programme of the unit for each theme, a week apart."""
    made = {}
    for place, (theme, code) in enumerate(tables.themes.items()):
        one = ProgramFactory(organisation=cast.north, theme=code)
        one.starts_on += timedelta(days=7 * place)
        one.ends_on = one.starts_on + timedelta(days=2)
        one.save()
        made[theme] = one
    return made
