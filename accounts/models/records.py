"""What every app leaves behind: history, audit, open work, notices, jobs, grants."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from accounts.choices import Role
from accounts.models.organisations import Member, Organisation, User
from accounts.tenancy import Owned
from core.models import JobRow, in_language


class AuditEntry(Owned):
    """Who did what to which object, when; what it was before and what after."""

    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=80, db_index=True)
    target = models.CharField(_("object"), max_length=80, db_index=True)
    target_label = models.CharField(_("name"), max_length=200, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")

    def __str__(self):
        return f"{self.action} {self.target}"


class Step(Owned):
    """One move of one object through its states: the time line of its page."""

    target = models.CharField(max_length=80, db_index=True)
    move = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    source = models.CharField(max_length=20)
    state = models.CharField(max_length=20, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self):
        return f"{self.target} {self.move}"


class WorkItem(Owned):
    """Something that waits for a decision of one role of one organisation, or of one person.

    `open_key` is unique while the item is open and NULL afterwards: the same thing is never
    asked twice, on any database.
    """

    people = ("user",)

    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="work_items")
    verb = models.CharField(max_length=40)
    target = models.CharField(max_length=80, db_index=True)
    title = models.CharField(_("matter"), max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200)
    source = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due"), null=True)
    open_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 (NULLs differ)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = (models.F("due_on").asc(nulls_last=True), "pk")
        verbose_name = _("to-do")
        verbose_name_plural = _("to-do list")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The matter, in the language of the page."""
        return in_language(self.title, self.title_en)

    @property
    def is_late(self) -> bool:
        """Whether it should have been done before today."""
        return bool(self.due_on and self.due_on < timezone.localdate())


class Notice(Owned):
    """One message to one person; the same event tells him once."""

    people = ("user",)

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    text = models.CharField(_("text"), max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=("user", "key"), name="notice_once")]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self):
        return in_language(self.text, self.text_en)


class Job(Owned, JobRow):
    """Background work of one organisation."""

    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("state", "next_run_at"), name="job_waiting")]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")


class SavedView(Owned):
    """A list as somebody likes it: filter, order and columns under a name."""

    people = ("member__user",)

    member = models.ForeignKey(Member, models.CASCADE, related_name="saved_views")
    table = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("member", "table", "name"), name="view_name_once")
        ]

    def __str__(self):
        return self.name


class ApiToken(Owned):
    """A key for another system: it acts as one member, within its scopes."""

    people = ("member__user",)
    audit_hidden = frozenset({"key_hash"})

    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return self.name


class Grant(GroupObjectPermissionBase):
    """One object shown to one organisation; a shareable model adds `content_object`.

    `class CourseGrant(Grant): content_object = ForeignKey(Course, CASCADE, related_name="grants")`
    """

    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
