"""Spreadsheets of posts held and of earlier trainings: cleaned rows in, one entry a batch."""

from collections.abc import Iterable

from accounts.access import Actor, operation
from accounts.choices import CodeKind
from accounts.models import Organisation
from accounts.rules import may_keep_people
from core.spreadsheets.kinds import Loaded, Outcome
from portfolios.models import EarlierTraining, Post
from portfolios.operations.records import EndsBeforeItBegins, Records

__all__ = ["EndsBeforeItBegins", "save_posts", "save_trainings", "undo_posts", "undo_trainings"]

POSTS = Records(
    model=Post,
    key="post",
    plain=("employer", "ends_on", "note"),
    ones={"level": CodeKind.LEVEL},
)
TRAININGS = Records(
    model=EarlierTraining,
    key="training",
    plain=("institute", "ends_on", "hours", "result", "score", "certificate", "note"),
    ones={"category": CodeKind.CATEGORY},
)


@operation(may_keep_people, on="organisation")
def save_posts(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Keep who held which post from when to when, of the organisation and those below it.

    Raises `UnknownTrainee`, `SeveralTrainees`, `OtherName`, `UnknownCode`, `EndsBeforeItBegins`.
    """
    return POSTS.upsert(actor, organisation, rows)


@operation(may_keep_people, on="organisation")
def undo_posts(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_posts`."""
    return POSTS.take_back(organisation, outcomes)


@operation(may_keep_people, on="organisation")
def save_trainings(
    *, actor: Actor, organisation: Organisation, rows: Iterable[dict], reason=""
) -> Loaded:
    """Keep who attended what before the portal, of the organisation and those below it.

    Raises `UnknownTrainee`, `SeveralTrainees`, `OtherName`, `UnknownCode`, `EndsBeforeItBegins`.
    """
    return TRAININGS.upsert(actor, organisation, rows)


@operation(may_keep_people, on="organisation")
def undo_trainings(
    *, actor: Actor, organisation: Organisation, outcomes: Iterable[Outcome], reason=""
) -> Loaded:
    """Undo a batch of `save_trainings`."""
    return TRAININGS.take_back(organisation, outcomes)
