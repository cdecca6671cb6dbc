"""Ready-made programmes: what an institute offers as a whole, for units to adopt and adapt."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Member
from accounts.tenancy import Scoped
from core.models import Named, in_language
from core.text import search_text
from resources.choices import Slot
from resources.models.shared import Resource, ResourceGrant
from resources.models.teaching import Course, Teacher


class ReadyProgram(Resource, Named):
    """Courses over some days, with an aim; `version` counts the changes since others took it up."""

    code = models.CharField(_("number"), max_length=40)
    theme = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    aim = models.TextField(_("aim"), blank=True)
    aim_en = models.TextField(_("aim in English"), blank=True)
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("for levels")
    )
    days = models.PositiveSmallIntegerField(
        _("days"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    places = models.PositiveSmallIntegerField(
        _("places"), default=40, validators=[MinValueValidator(1)]
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ("code", "pk")
        verbose_name = _("ready-made programme")
        verbose_name_plural = _("ready-made programmes")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "code"), name="ready_code_once")
        ]

    def index(self):
        """Fill the column that searching reads."""
        self.search_text = search_text(self.name, self.name_en, self.code)[:400]

    @property
    def aim_label(self) -> str:
        """The aim in the language of the page."""
        return in_language(self.aim, self.aim_en)


class ReadyLine(Scoped):
    """One session of a ready-made programme: on which of its days, when, and, if fixed, by whom."""

    owner = "ready__organisation"
    parties = ("ready__organisation",)
    follows = "ready"

    ready = models.ForeignKey(ReadyProgram, models.CASCADE, related_name="lines")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name=_("course"))
    format = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("format")
    )
    teacher = models.ForeignKey(
        Teacher, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    day = models.PositiveSmallIntegerField(_("day"), default=1, validators=[MinValueValidator(1)])
    slot = models.PositiveSmallIntegerField(_("begins"), choices=Slot, default=Slot.FIRST)

    class Meta:
        ordering = ("day", "slot", "pk")
        verbose_name = _("line of a ready-made programme")
        verbose_name_plural = _("lines of ready-made programmes")

    def __str__(self):
        return f"{self.day}: {self.course}"

    @property
    def note(self) -> str:
        """When it is, how and by whom it is held."""
        day = gettext("day %(n)s") % {"n": self.day}
        parts = (
            f"{day} {self.get_slot_display()}",
            self.format and self.format.label,
            self.teacher and self.teacher.label,
        )
        return " · ".join(filter(None, parts))


class ReadyVersion(Scoped):
    """What a ready-made programme contained before it changed; never changed afterwards.

    Kept in plain values and both languages, as the versions of a programme are.
    """

    owner = "ready__organisation"
    parties = ("ready__organisation",)
    follows = "ready"

    ready = models.ForeignKey(ReadyProgram, models.CASCADE, related_name="earlier")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    ended_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("in use until"), auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("earlier version of a ready-made programme")
        verbose_name_plural = _("earlier versions of ready-made programmes")
        constraints = [
            models.UniqueConstraint(fields=("ready", "number"), name="ready_version_once")
        ]

    def __str__(self):
        return f"{self.ready} {self.number}"


class ReadyProgramGrant(ResourceGrant):
    """A ready-made programme shown to another organisation."""

    content_object = models.ForeignKey(ReadyProgram, models.CASCADE, related_name="grants")
