"""What a course leads to, and what becomes of those who took it over when it changes."""

from functools import reduce
from operator import or_

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.models import Code
from accounts.tenancy import Owned, Scoped
from core.models import in_language
from resources.choices import AdoptionState, ChangeKind, Mastery
from resources.models.places import Base
from resources.models.ready import ReadyProgram
from resources.models.shared import Resource
from resources.models.teaching import Course, Teacher


class CourseCompetence(Scoped):
    """A competence that a course leads to, and how far."""

    owner = "course__organisation"
    follows = "course"

    course = models.ForeignKey(Course, models.CASCADE, related_name="competences")
    competence = models.ForeignKey(
        Code,
        models.PROTECT,
        related_name="+",
        verbose_name=_("competence"),
        limit_choices_to={"kind": CodeKind.COMPETENCE},
    )
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("competence", "level"), choices=Mastery, default=Mastery.KNOWS
    )

    class Meta:
        ordering = ("competence__order", "competence_id")
        constraints = [
            models.UniqueConstraint(fields=("course", "competence"), name="course_competence_once")
        ]
        verbose_name = _("competence of a course")
        verbose_name_plural = _("competences of courses")

    def __str__(self):
        return f"{self.competence} {self.get_level_display()}"


THINGS = ("course", "teacher", "base", "readyprogram")


def _exactly_one(names: tuple[str, ...]) -> models.Q:
    """One of the columns is filled, all others are empty."""
    each = [models.Q(**{f"{n}__isnull": n != name for n in names}) for name in names]
    return reduce(or_, each)


class CourseChange(Owned):
    """What a new version or the end of a resource asks of one who took it over.

    It is about one course, teacher, base or ready-made programme. `about` is the key of what
    took it over: a programme, or a copy. `held` is the version of a course it goes on with,
    `reason` why the resource was taken out of use. `open_key` is unique while nothing is decided
    and NULL afterwards: the same is never asked twice at once; a later version is asked in the
    same row.
    """

    parties = (
        "organisation",
        "course__organisation",
        "teacher__organisation",
        "base__organisation",
        "readyprogram__organisation",
    )

    course = models.ForeignKey(Course, models.CASCADE, null=True, related_name="changes")
    teacher = models.ForeignKey(Teacher, models.CASCADE, null=True, related_name="changes")
    base = models.ForeignKey(Base, models.CASCADE, null=True, related_name="changes")
    readyprogram = models.ForeignKey(
        ReadyProgram, models.CASCADE, null=True, related_name="changes"
    )
    held = models.ForeignKey(Course, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=ChangeKind)
    about = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    label = models.CharField(_("taken over by"), max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200)
    state = models.CharField(
        max_length=8, choices=AdoptionState, default=AdoptionState.OPEN, editable=False
    )
    open_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (NULLs differ)
    asked_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("change of a resource")
        verbose_name_plural = _("changes of resources")
        constraints = [models.CheckConstraint(condition=_exactly_one(THINGS), name="change_of_one")]

    def __str__(self):
        if self.shown == str(self.thing):
            return self.shown  # a copy that kept its name
        return gettext("{thing}: {adopter}").format(thing=self.thing, adopter=self.shown)

    @property
    def thing(self) -> Resource:
        """The course, teacher, base or ready-made programme."""
        return self.course or self.teacher or self.base or self.readyprogram

    @property
    def shown(self) -> str:
        """What took the course over, in the language of the page."""
        return in_language(self.label, self.label_en)

    def get_absolute_url(self):
        """The page on which it is decided."""
        return reverse("resources:change", args=[self.pk])
