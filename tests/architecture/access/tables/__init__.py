"""One table for each app, joined: the declared answer of every route."""

from tests.architecture.access.tables import (
    accounts,
    admin,
    evaluation,
    frame,
    insights,
    intake,
    matching,
    portfolios,
    programs,
    resources,
    surveys,
)

TABLES = (
    *(frame, accounts, resources, surveys, programs, evaluation, portfolios, matching, intake),
    *(insights, admin),
)


def joined(name: str) -> dict:
    """`ROUTES` or `THINGS` of all apps; a name declared twice is an error."""
    found = {}
    for table in TABLES:
        part = getattr(table, name, {})
        if twice := found.keys() & part.keys():
            raise ValueError(f"declared twice: {sorted(twice)}")
        found |= part
    return found
