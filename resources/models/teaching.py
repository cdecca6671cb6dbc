"""Courses, teachers, and who gives what."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Member, User
from accounts.tenancy import Scoped
from core.models import Named, in_language
from core.text import latin, search_text, sort_key
from resources.models.shared import MOST_YUAN, Resource, ResourceGrant


class Course(Resource, Named):
    """Something taught, in one category, in one or more formats.

    The row that everybody finds is the newest version (`current` is NULL). An earlier version
    is a row of its own, out of use, that leads to it: what was approved with it goes on reading it.
    """

    open_to_persons = True
    people = ("offers__teacher__user",)

    code = models.CharField(_("course number"), max_length=40)
    category = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name=_("category"))
    hours = models.PositiveSmallIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    formats = models.ManyToManyField(Code, related_name="+", verbose_name=_("formats"))
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("for levels")
    )
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    audience = models.TextField(_("audience"), blank=True)
    materials = models.JSONField(_("materials"), default=list, blank=True)
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="+",
        blank=True,
        verbose_name=_("courses needed before"),
    )
    value = models.DecimalField(_("value for the need"), max_digits=4, decimal_places=1, default=5)
    # Teachers in use who give it: counted by `resources.counts`, so that lists sort by it.
    teacher_count = models.PositiveIntegerField(_("teachers"), default=0, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    current = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="earlier"
    )
    version_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    version_by = models.ForeignKey(
        Member, models.PROTECT, null=True, editable=False, related_name="+"
    )
    version_note = models.CharField(_("what is new"), max_length=300, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="copies"
    )
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    copied_version = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        ordering = ("code", "pk")
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "code", "version"), name="course_version_once"
            ),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="course_has_hours"),
        ]
        indexes = [  # the list: counted, in its usual order, the best first
            # also what searching and sorting by category read, so that they read the index alone
            models.Index(
                fields=("active", "organisation", "category", "search_text"), name="course_in_use"
            ),
            models.Index(fields=("category", "active", "organisation"), name="course_by_category"),
            models.Index(fields=("name",), name="course_by_name"),
            models.Index(fields=("hours",), name="course_by_hours"),
            # its usual order, read from the index alone however far down the page is
            models.Index(fields=("active", "code", "id", "organisation"), name="course_in_order"),
            models.Index(fields=("rating",), name="course_by_rating"),
            models.Index(fields=("teacher_count",), name="course_by_teachers"),
        ]

    def index(self):
        """Fill the column that searching reads."""
        self.search_text = search_text(self.name, self.name_en, self.code)[:400]

    def get_absolute_url(self):
        """The page about it; of an earlier version, its place in the history."""
        if self.current_id:
            return reverse("resources:course_version", args=[self.current_id, self.pk])
        return super().get_absolute_url()

    @property
    def latest(self) -> "Course":
        """The newest version: what is rated and counted, whichever version was held."""
        return self.current or self

    @property
    def colour(self) -> str:
        """The colour of its category, the same on every page: c1 to c6."""
        return f"c{self.category.order % 6 + 1}"

    @property
    def summary_label(self) -> str:
        """The summary in the language of the page."""
        return in_language(self.summary, self.summary_en)


class Teacher(Resource):
    """A person who gives courses; his contact stays with his institute."""

    people = ("user",)
    audit_hidden = frozenset({"phone"})

    number = models.CharField(_("teacher number"), max_length=40)
    name = models.CharField(_("full name"), max_length=80)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_sort = models.CharField(max_length=200, editable=False, db_index=True)
    title = models.CharField(_("academic title"), max_length=80, blank=True)
    title_en = models.CharField(_("academic title in English"), max_length=80, blank=True)
    expertise = models.CharField(_("expertise"), max_length=200, blank=True)
    expertise_en = models.CharField(_("expertise in English"), max_length=200, blank=True)
    fee_per_hour_yuan = models.PositiveIntegerField(
        _("fee per hour (yuan)"), default=0, validators=[MaxValueValidator(MOST_YUAN)]
    )
    phone = models.CharField(_("mobile"), max_length=20, blank=True)
    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="teacher",
        verbose_name=_("account"),
    )

    class Meta:
        ordering = ("name_sort", "pk")
        verbose_name = _("teacher")
        verbose_name_plural = _("teachers")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "number"), name="teacher_number_once")
        ]

    def __str__(self):
        return self.label

    def index(self):
        """Fill the columns that sorting and searching read."""
        self.name_latin = self.name_latin or latin(self.name)
        self.name_sort = sort_key(self.name)[:200]
        self.search_text = search_text(self.name, self.name_latin, self.expertise, self.number)[
            :400
        ]

    @property
    def label(self) -> str:
        """The name; in Latin letters on an English page."""
        return self.name_latin if (get_language() or "").startswith("en") else self.name

    @property
    def title_label(self) -> str:
        """The title in the language of the page."""
        return in_language(self.title, self.title_en)

    @property
    def expertise_label(self) -> str:
        """The expertise in the language of the page."""
        return in_language(self.expertise, self.expertise_en)


class Offer(Scoped):
    """A teacher gives a course in a format; the bases are those that have the format."""

    owner = "course__organisation"
    parties = ("course__organisation",)
    follows = "course"

    course = models.ForeignKey(Course, models.CASCADE, related_name="offers")
    format = models.ForeignKey(Code, models.PROTECT, related_name="+")
    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="offers")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("course", "format", "teacher"), name="offer_once")
        ]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    def __str__(self):
        return f"{self.course} · {self.format} · {self.teacher}"


class CourseGrant(ResourceGrant):
    """A course shown to another organisation."""

    content_object = models.ForeignKey(Course, models.CASCADE, related_name="grants")

    class Meta(ResourceGrant.Meta):
        abstract = False
        indexes = [  # whether a group sees a course today, from the index alone
            models.Index(fields=("content_object", "group", "until"), name="course_grant_live"),
            # and all that a group sees, which MariaDB gathers once
            models.Index(fields=("group", "until", "content_object"), name="course_grant_of_group"),
        ]


class TeacherGrant(ResourceGrant):
    """A teacher shown to another organisation."""

    content_object = models.ForeignKey(Teacher, models.CASCADE, related_name="grants")
