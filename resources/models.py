"""What institutes and departments offer: courses, teachers, bases, and who gives what where."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Grant, User
from accounts.tenancy import Owned, OwnedQuerySet, Scoped
from core.models import Named, in_language
from core.text import latin, search_text, sort_key


class ResourceQuerySet(OwnedQuerySet):
    """Questions about resources that chain."""

    def having(self, name: str, codes):
        """Rows whose code set `name` holds any of `codes`; no row comes twice."""
        relation = self.model._meta.get_field(name)
        links = relation.remote_field.through._base_manager
        links = links.filter(**{f"{relation.m2m_reverse_field_name()}__in": codes})
        return self.filter(pk__in=links.values(relation.m2m_field_name()))


class Resource(Owned):
    """Something that is shared with other organisations and rated by those who used it."""

    shareable = True

    objects = ResourceQuerySet.as_manager()

    rating = models.DecimalField(_("rating"), max_digits=3, decimal_places=2, null=True, blank=True)
    rating_count = models.PositiveIntegerField(_("ratings"), default=0, editable=False)
    search_text = models.CharField(max_length=400, editable=False)
    active = models.BooleanField(_("in use"), default=True)

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
        """Keep what searching needs beside the name."""
        self.index()
        super().save(*args, **kwargs)


class Course(Resource, Named):
    """Something taught, in one category, in one or more formats."""

    open_to_persons = True
    people = ("offers__teacher__user",)

    code = models.CharField(_("course number"), max_length=40)
    category = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name=_("category"))
    hours = models.PositiveSmallIntegerField(_("hours"))
    formats = models.ManyToManyField(Code, related_name="+", verbose_name=_("formats"))
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("for levels")
    )
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    value = models.DecimalField(_("value for the need"), max_digits=4, decimal_places=1, default=5)

    class Meta:
        ordering = ("code", "pk")
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "code"), name="course_code_once"),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="course_has_hours"),
        ]

    def index(self):
        """Fill the column that searching reads."""
        self.search_text = search_text(self.name, self.name_en, self.code)[:400]

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
    fee_per_hour_yuan = models.PositiveIntegerField(_("fee per hour (yuan)"), default=0)
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


class Base(Resource, Named):
    """A place where programmes are held."""

    code = models.CharField(_("base number"), max_length=40)
    city = models.CharField(_("city"), max_length=80, blank=True)
    city_en = models.CharField(_("city in English"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("largest group"))
    groups = models.PositiveSmallIntegerField(_("groups at once"), default=1)
    day_cost_yuan = models.PositiveIntegerField(_("cost per day (yuan)"), default=0)
    boarding_yuan_per_day = models.PositiveIntegerField(
        _("boarding per person and day (yuan)"), default=0
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
    capacity = models.PositiveIntegerField(_("seats"))
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


class CourseGrant(ResourceGrant):
    """A course shown to another organisation."""

    content_object = models.ForeignKey(Course, models.CASCADE, related_name="grants")


class TeacherGrant(ResourceGrant):
    """A teacher shown to another organisation."""

    content_object = models.ForeignKey(Teacher, models.CASCADE, related_name="grants")


class BaseGrant(ResourceGrant):
    """A base shown to another organisation."""

    content_object = models.ForeignKey(Base, models.CASCADE, related_name="grants")
