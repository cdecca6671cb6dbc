"""What courses, teachers and bases have in common: sharing, rating, being in use."""

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Grant
from accounts.tenancy import Owned, OwnedQuerySet

USUAL = 4  # what an ordinary resource gets, on the scale from 1 to 5
WEIGHT = 5  # as many imagined votes for it
MOST_YUAN = 10_000_000  # a fee or a day's cost beyond it is a slip
COUNTED = {"views", "downloads", "teacher_count"}  # see `resources.counts`


def shrunk_mean(total, count: int) -> Decimal | None:
    """Mean of `count` scores that add up to `total`, with `WEIGHT` votes for `USUAL` added.

    Parameters
    ----------
    total : number
        Sum of the scores, each from 1 to 5.
    count : int
        How many scores, at least 0.

    Returns
    -------
    Decimal or None
        From 1.00 to 5.00, two decimals; None without any score.

    Raises
    ------
    ValueError
        If the mean of the scores would lie outside the scale.
    """
    if not count and not total:
        return None
    if not count <= total <= 5 * count:
        raise ValueError(f"{count} scores from 1 to 5 cannot add up to {total}")
    return round((Decimal(total) + USUAL * WEIGHT) / (count + WEIGHT), 2)


class ResourceQuerySet(OwnedQuerySet):
    """Questions about resources that chain."""

    def having(self, name: str, codes):
        """Rows whose code set `name` holds any of `codes`; no row comes twice."""
        relation = self.model._meta.get_field(name)
        links = relation.remote_field.through._base_manager
        links = links.filter(**{f"{relation.m2m_reverse_field_name()}__in": codes})
        return self.filter(pk__in=links.values(relation.m2m_field_name()))

    def leading_to(self, codes):
        """Courses that lead to any of these competences; no row comes twice."""
        rows = self.model._meta.get_field("competences").related_model._base_manager
        return self.filter(pk__in=rows.filter(competence__in=codes).values("course"))


class Resource(Owned):
    """Something that is shared with other organisations and rated by those who used it."""

    shareable = True

    objects = ResourceQuerySet.as_manager()

    rating = models.DecimalField(_("rating"), max_digits=3, decimal_places=2, null=True, blank=True)
    rating_count = models.PositiveIntegerField(_("ratings"), default=0, editable=False)
    search_text = models.CharField(max_length=400, editable=False)
    active = models.BooleanField(_("in use"), default=True)
    views = models.PositiveIntegerField(_("views from elsewhere"), default=0, editable=False)
    downloads = models.PositiveIntegerField(_("materials opened"), default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        """Course, teacher or base: how its addresses are named."""
        return self._meta.model_name

    @property
    def retired_label(self) -> str:
        """The mark of what nothing new can choose; empty while it is in use."""
        return "" if self.active else _("Retired")

    def get_absolute_url(self):
        """The page about it."""
        return reverse(f"resources:{self.kind}", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keep what searching needs beside the name; what is counted meanwhile is left alone."""
        self.index()
        if not self._state.adding and not args:
            fields = (f.name for f in self._meta.concrete_fields if not f.primary_key)
            kwargs.setdefault("update_fields", [name for name in fields if name not in COUNTED])
        super().save(*args, **kwargs)


class ResourceGrant(Grant):
    """A resource shown to another organisation."""

    class Meta(Grant.Meta):
        abstract = True

    def __str__(self):
        return f"{self.content_object} → {self.organisation}"

    @property
    def organisation(self):
        """The organisation it is shown to."""
        return self.group.organisation

    @property
    def is_for_all(self) -> bool:
        """Whether it reaches the whole tree: it was given to the root."""
        return self.organisation.parent_id is None
