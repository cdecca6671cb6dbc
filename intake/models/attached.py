"""Files that people attach to what the portal keeps."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, Trainee
from accounts.tenancy import Owned
from core.documents import types
from intake.models.received import stored_name
from programs.models import Program
from resources.models import Course

PAGES = {"trainee": "accounts:trainee", "course": "resources:course", "program": "programs:program"}


class Attachment(Owned):
    """A file that hangs on one trainee, course or programme; `text` are the words in it.

    It belongs to the organisation of what it hangs on, and is seen by whoever sees that.
    """

    goes_with = "trainee"

    trainee = models.ForeignKey(Trainee, models.CASCADE, null=True, related_name="attachments")
    course = models.ForeignKey(Course, models.CASCADE, null=True, related_name="attachments")
    program = models.ForeignKey(Program, models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    content = models.FileField(upload_to=stored_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    kind = models.CharField(_("type"), max_length=12)
    text = models.TextField(blank=True)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ("-added_at", "-pk")
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trainee__isnull=False, course=None, program=None)
                | models.Q(trainee=None, course__isnull=False, program=None)
                | models.Q(trainee=None, course=None, program__isnull=False),
                name="attached_to_one",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Where it is downloaded."""
        return reverse("intake:attachment", args=[self.pk])

    @property
    def target(self):
        """What it hangs on."""
        return self.trainee or self.course or self.program

    @property
    def page(self) -> str:
        """The address of the page of what it hangs on."""
        name = next(name for name in PAGES if getattr(self, f"{name}_id"))
        return reverse(PAGES[name], args=[self.target.pk])

    @property
    def type(self) -> types.Type:
        """What kind of file it is."""
        return types.TYPES[self.kind]

    @property
    def size(self) -> str:
        """The size in words."""
        if self.size_bytes < 1_000_000:
            return f"{max(1, self.size_bytes // 1000)} KB"
        return f"{self.size_bytes / 1_000_000:.1f} MB"
