from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, Role
from accounts.queries import members, partners
from core.spreadsheets import clean
from core.spreadsheets.clean import Unclean
from resources import queries, versions
from resources.forms.fields import CoursesField, MaterialsField
from resources.forms.kept import KeptForm
from resources.models import Base, Course, Room, Teacher


class CourseForm(KeptForm):
    prerequisites = CoursesField(
        label=capfirst(_("courses needed before")),
        required=False,
        help_text=_("Their numbers, one after the other."),
    )
    tables = {
        "category": CodeKind.CATEGORY,
        "formats": CodeKind.FORMAT,
        "levels": CodeKind.LEVEL,
    }

    class Meta:
        model = Course
        fields = (
            "name",
            "name_en",
            "code",
            "category",
            "hours",
            "formats",
            "levels",
            "audience",
            "prerequisites",
            "summary",
            "summary_en",
            "materials",
            "version_note",
        )
        field_classes = {"materials": MaterialsField}
        help_texts = {
            "materials": _("One a line: a title, then its address if it has one."),
            "version_note": _("Those who took the course over read it beside the difference."),
        }
        widgets = {
            "formats": forms.CheckboxSelectMultiple,
            "levels": forms.CheckboxSelectMultiple,
            "audience": forms.Textarea(attrs={"rows": 2}),
            "materials": forms.Textarea(attrs={"rows": 4}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "summary_en": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version_note"] = ""
        if not (self.instance.pk and versions.used([self.instance.pk])):
            del self.fields["version_note"]  # nobody else reads it

    def clean_version_note(self):
        """Keep what was said about the version in use unless something new is said."""
        return self.cleaned_data["version_note"] or self.instance.version_note

    def clean_prerequisites(self):
        """Find the courses by their numbers among those the actor sees."""
        numbers = self.cleaned_data["prerequisites"]
        rows = queries.courses(self.actor).filter(code__in=numbers).exclude(pk=self.instance.pk)
        known = {course.code.casefold(): course for course in rows}
        if unknown := [number for number in numbers if number.casefold() not in known]:
            raise forms.ValidationError(
                _("There is no course with the number %(number)s."),
                params={"number": gettext(", ").join(unknown)},
            )
        return list(known.values())


class TeacherForm(KeptForm):
    number = "number"

    class Meta:
        model = Teacher
        fields = (
            "name",
            "name_latin",
            "number",
            "title",
            "title_en",
            "expertise",
            "expertise_en",
            "fee_per_hour_yuan",
            "phone",
            "user",
        )
        help_texts = {
            "name_latin": _("Filled in by itself if you leave it empty."),
            "phone": _("Only your own organisation sees it."),
            "user": _("With it the teacher sees his own timetable after signing in."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = members(self.actor).filter(organisation=self.actor.organisation, role=Role.TEACHER)
        users = self.fields["user"].queryset.filter(Q(teacher=None) | Q(teacher=self.instance.pk))
        self.fields["user"].queryset = users.filter(pk__in=own.order_by().values("user"))
        self.fields["phone"].widget.input_type = "tel"

    def clean_phone(self):
        """Read it as the sheets of teachers do."""
        try:
            return clean.phone(self.cleaned_data["phone"])
        except Unclean as fault:
            raise forms.ValidationError(str(fault)) from fault


class BaseForm(KeptForm):
    tables = {"formats": CodeKind.FORMAT, "facilities": CodeKind.FACILITY}

    class Meta:
        model = Base
        fields = (
            "name",
            "name_en",
            "code",
            "city",
            "city_en",
            "address",
            "capacity",
            "groups",
            "day_cost_yuan",
            "boarding_yuan_per_day",
            "formats",
            "facilities",
            "note",
        )
        widgets = {
            "formats": forms.CheckboxSelectMultiple,
            "facilities": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 4}),
        }


class RoomForm(KeptForm):
    tables = {"kind": CodeKind.ROOM_KIND, "facilities": CodeKind.FACILITY}

    class Meta:
        model = Room
        fields = (
            "name",
            "code",
            "building",
            "floor",
            "kind",
            "capacity",
            "exam_capacity",
            "facilities",
            "note",
            "active",
        )
        widgets = {
            "facilities": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self):
        """Nobody sits an examination beyond the last seat."""
        data = super().clean()
        if (data.get("exam_capacity") or 0) > data.get("capacity", 0):
            self.add_error("exam_capacity", _("More than the room has seats."))
        return data


class ShareForm(forms.Form):
    """With whom, and until when."""

    organisations = forms.ModelMultipleChoiceField(
        None, label=_("Organisations"), widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=_("Shared until"), required=False, help_text=_("Leave empty to share it for good.")
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        field.queryset = partners(actor).exclude(pk=actor.organisation.pk)
        field.label_from_instance = self.words

    @staticmethod
    def words(organisation) -> str:
        """Return the name; the root organisation stands for all."""
        if organisation.parent_id is None:
            return _("All organisations: %(name)s and everyone below it") % {
                "name": organisation.label
            }
        return organisation.label


class RetireForm(forms.Form):
    """Why a resource is taken out of use; kept in the audit trail."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
