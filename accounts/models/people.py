"""The people whose growth is recorded."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import Sex
from accounts.models.organisations import Code, Member, User
from accounts.tenancy import Owned
from core.text import initials, latin, search_text, sort_key


def _code(label, **more):
    return models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **more
    )


class Trainee(Owned):
    """A leader, employee or student whose growth is recorded; never the account itself."""

    people = ("user",)
    audit_hidden = frozenset({"id_number", "phone"})

    number = models.CharField(_("staff number"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_sort = models.CharField(max_length=200, editable=False, db_index=True)
    search_text = models.CharField(max_length=400, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_number = models.CharField(_("identity number"), max_length=18, blank=True)
    phone = models.CharField(_("mobile"), max_length=20, blank=True)
    kind = _code(_("kind of trainee"))
    level = _code(_("level"))
    area = _code(_("field of work"))
    education = _code(_("education"))
    post = models.CharField(_("post"), max_length=120, blank=True)
    post_en = models.CharField(_("post in English"), max_length=120, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    preferences = models.JSONField(_("preferred formats"), default=list, blank=True)
    extra = models.JSONField(_("further fields"), default=dict, blank=True)
    user = models.OneToOneField(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainee",
        verbose_name=_("account"),
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("name_sort", "pk")
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "number"), name="trainee_number_once")
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        """Keep what sorting and searching need beside the name."""
        self.index()
        super().save(*args, **kwargs)

    def index(self):
        """Fill the columns that sorting and searching read."""
        self.name_latin = self.name_latin or latin(self.name)
        self.name_sort = sort_key(self.name)[:200]
        self.search_text = f"{search_text(self.name, self.number)} {initials(self.name)}"[:400]

    @property
    def label(self) -> str:
        """The name; in Latin letters on an English page."""
        return self.name_latin if (get_language() or "").startswith("en") else self.name

    @property
    def post_label(self) -> str:
        """The post in the language of the page."""
        english = (get_language() or "").startswith("en")
        return self.post_en if english and self.post_en else self.post


class Merge(Owned):
    """Two records of one person made one; `journal` holds every step, so that it can be undone.

    A step is ["moved", table, column, keys, from, to], ["set", table, key, {field: [old, new]}]
    or ["removed", the row as `django.core.serializers` writes it].
    """

    people = ("kept__user",)
    audit_hidden = frozenset({"journal"})

    kept = models.ForeignKey(Trainee, models.PROTECT, related_name="merges")
    gone_pk = models.PositiveBigIntegerField()
    gone_label = models.CharField(max_length=200)
    journal = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")

    def __str__(self):
        return self.gone_label
