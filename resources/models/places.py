"""Bases and their rooms."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Code
from accounts.tenancy import Scoped
from core.models import Named, in_language
from core.text import search_text
from resources.models.shared import MOST_YUAN, Resource, ResourceGrant, ResourceQuerySet


class Base(Resource, Named):
    """A place where programmes are held."""

    code = models.CharField(_("base number"), max_length=40)
    city = models.CharField(_("city"), max_length=80, blank=True)
    city_en = models.CharField(_("city in English"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("largest group"), validators=[MinValueValidator(1)])
    groups = models.PositiveSmallIntegerField(
        _("groups at once"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    day_cost_yuan = models.PositiveIntegerField(
        _("cost per day (yuan)"), default=0, validators=[MaxValueValidator(MOST_YUAN)]
    )
    boarding_yuan_per_day = models.PositiveIntegerField(
        _("boarding per person and day (yuan)"),
        default=0,
        validators=[MaxValueValidator(MOST_YUAN)],
    )
    facilities = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("facilities")
    )
    formats = models.ManyToManyField(Code, related_name="+", blank=True, verbose_name=_("formats"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("code", "pk")
        verbose_name = _("base")
        verbose_name_plural = _("bases")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "code"), name="base_code_once")
        ]

    def index(self):
        """Fill the column that searching reads."""
        self.search_text = search_text(self.name, self.name_en, self.city, self.code)[:400]

    @property
    def city_label(self) -> str:
        """The city in the language of the page."""
        return in_language(self.city, self.city_en)


class Room(Scoped):
    """A room of a base; whoever sees the base sees its rooms."""

    owner = "base__organisation"
    parties = ("base__organisation",)
    follows = "base"

    objects = ResourceQuerySet.as_manager()

    base = models.ForeignKey(Base, models.CASCADE, related_name="rooms", verbose_name=_("base"))
    code = models.CharField(_("room number"), max_length=40)
    name = models.CharField(_("room name"), max_length=120)
    building = models.CharField(_("building"), max_length=80, blank=True)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    kind = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of room"),
    )
    capacity = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    exam_capacity = models.PositiveIntegerField(_("seats in examinations"), null=True, blank=True)
    facilities = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("facilities")
    )
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("base_id", "code")
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [models.UniqueConstraint(fields=("base", "code"), name="room_code_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its calendar: the page that everybody opens who sees the room."""
        return reverse("resources:room_calendar", args=[self.pk])


class BaseGrant(ResourceGrant):
    """A base shown to another organisation."""

    content_object = models.ForeignKey(Base, models.CASCADE, related_name="grants")
