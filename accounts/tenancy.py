"""The one place that decides which rows an actor may see.

Every model that belongs to an organisation inherits `Owned`. Its rows are read through
`visible_to(actor)`; while a request is answered, reading them any other way raises
`UnscopedQuery`, so a forgotten filter is an error, not a leak.

A model says who sees its rows in three words:

- `parties`: paths to organisations. Their people, and the superiors of these, see the row.
- `people`: paths to users. A trainee, teacher or mentor sees only rows that name him.
- `seen_below`: a condition under which the organisations *below* the owner see it too.

Rows of a `shareable` model are also seen by the organisations they are shared with
(`accounts.access.share`), and by those below them. A row that only exists as part of another
(`follows`) is seen by whoever sees that one.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

_guarded: ContextVar[bool] = ContextVar("guarded", default=False)


class UnscopedQuery(RuntimeError):
    """A query read tenant data without saying for whom."""


@contextmanager
def guarded(on: bool = True):
    """Forbid unscoped reads inside the block (the middleware wraps every request)."""
    token = _guarded.set(on)
    try:
        yield
    finally:
        _guarded.reset(token)


def nobody() -> Q:
    """Match no row."""
    return Q(pk__in=())


def sight(model, actor) -> Q:
    """The condition under which `actor` sees a row of `model`."""
    if actor is None:
        return nobody()
    if model.follows:
        whole = model._meta.get_field(model.follows).related_model
        return Q(
            **{f"{model.follows}__in": whole._base_manager.filter(sight(whole, actor)).values("pk")}
        )
    conditions = [_named(model, actor) if actor.is_personal else _organised(model, actor)]
    if model.seen_below is not None and (model.open_to_persons or not actor.is_personal):
        owner = (
            {f"{model.owner}__in": actor.ancestors} if model.owner else {"pk__in": actor.ancestors}
        )
        conditions.append(Q(**owner) & model.seen_below)
    if model.shareable and (model.open_to_persons or not actor.is_personal):
        # Asked row by row: a page of twenty does not gather all that was ever shared first.
        grants = model.shared_with(actor).filter(content_object=OuterRef("pk"))
        conditions.append(Q(Exists(grants)))
    return reduce(or_, conditions)


def _organised(model, actor) -> Q:
    """Rows of the actor's organisation, of those below it, and where it takes part."""
    path = actor.organisation.path
    if model.shareable:
        # As a set: joined, each row would look up its organisation before its grants are asked.
        owners = model._meta.get_field(model.owner).related_model._base_manager
        below = owners.filter(path__startswith=path).values("pk")
        return reduce(or_, (Q(**{f"{party}__in": below}) for party in model.parties))
    paths = [
        f"{party}__path__startswith" if party else "path__startswith" for party in model.parties
    ]
    return reduce(or_, (Q(**{one: path}) for one in paths), nobody())


def _named(model, actor) -> Q:
    """Rows that name this very person; as a subquery, so that no row comes twice."""
    if not model.people or actor.user is None:
        return nobody()
    named = reduce(or_, (Q(**{path: actor.user}) for path in model.people))
    return Q(pk__in=model._base_manager.filter(named).order_by().values("pk"))


class OwnedQuerySet(models.QuerySet):
    """Rows of one or more organisations; knows whether it was scoped."""

    scoped = False

    def visible_to(self, actor):
        """Rows that the actor may see."""
        rows = self.filter(sight(self.model, actor))
        rows.scoped = True
        return rows

    def unscoped(self, *, reason: str):
        """All rows. `reason` is for the reader and the reviewer."""
        rows = self.all()
        rows.scoped = bool(reason)
        return rows

    def none(self):
        """No rows: there is nothing to be seen by anybody."""
        rows = super().none()
        rows.scoped = True
        return rows

    def _clone(self):
        clone = super()._clone()
        clone.scoped = self.scoped
        return clone

    def __or__(self, other):
        rows = super().__or__(other)
        rows.scoped = self.scoped and other.scoped
        return rows

    def __and__(self, other):
        rows = super().__and__(other)
        rows.scoped = self.scoped or other.scoped
        return rows

    def union(self, *others, **kwargs):
        rows = super().union(*others, **kwargs)
        rows.scoped = self.scoped and all(o.scoped for o in others)
        return rows

    def _check(self):
        # Related managers carry the instance they start from: that object was scoped.
        if _guarded.get() and not (self.scoped or self._hints):
            raise UnscopedQuery(f"{self.model.__name__}: call visible_to(actor) first")

    def _fetch_all(self):
        if self._result_cache is None:
            self._check()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._check()
        return super().iterator(*args, **kwargs)

    def count(self):
        if self._result_cache is None:
            self._check()
        return super().count()

    def aggregate(self, *args, **kwargs):
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs):
        self._check()
        return super().update(**kwargs)

    def delete(self):
        self._check()
        return super().delete()

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class Scoped(models.Model):
    """A row whose readers are decided here; `owner` is the path to its organisation."""

    owner = "organisation"
    parties: tuple[str, ...] = ("organisation",)
    people: tuple[str, ...] = ()
    seen_below: Q | None = None
    open_to_persons = False
    shareable = False
    follows = ""

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def shared_with(cls, actor):
        """Keys of the rows shared with the actor's organisation or one above it."""
        grants = cls._meta.get_field("grants").related_model._base_manager
        live = Q(until=None) | Q(until__gte=timezone.localdate())
        # The few groups first: joined, each grant would look up its organisation.
        owners = cls._meta.get_field(cls.owner).related_model._base_manager
        groups = owners.filter(pk__in=actor.ancestors).values("group")
        return grants.filter(live, group__in=groups).values("content_object")


class Owned(Scoped):
    """A row that belongs to one organisation."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")

    class Meta:
        abstract = True
