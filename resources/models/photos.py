"""Photographs of bases."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.tenancy import OwnedQuerySet, Scoped
from resources.models.places import Base


def stored_name(_photo, _filename: str) -> str:
    """A name nobody can guess, without anything the sender wrote."""
    return f"bases/{uuid.uuid4()}.jpg"


class Photo(Scoped):
    """One photograph of a base; whoever sees the base sees it."""

    owner = "base__organisation"
    parties = ("base__organisation",)
    follows = "base"

    objects = OwnedQuerySet.as_manager()

    base = models.ForeignKey(Base, models.CASCADE, related_name="photos", verbose_name=_("base"))
    caption = models.CharField(_("what it shows"), max_length=120)
    large = models.FileField(upload_to=stored_name, max_length=100, editable=False)
    small = models.FileField(upload_to=stored_name, max_length=100, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    place = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ("base_id", "place", "pk")
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return self.caption

    def get_absolute_url(self):
        """The photograph itself, as large as it is kept."""
        return reverse("resources:photo", args=[self.pk, "large"])

    @property
    def small_url(self) -> str:
        """The same for a strip of several."""
        return reverse("resources:photo", args=[self.pk, "small"])
