from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources import queries
from resources.forms.catalogue import KeptForm
from resources.models import ReadyLine, ReadyProgram


class ReadyForm(KeptForm):
    tables = {"theme": CodeKind.THEME, "levels": CodeKind.LEVEL}

    class Meta:
        model = ReadyProgram
        fields = (
            *("name", "name_en", "code", "theme", "levels"),
            *("days", "places", "aim", "aim_en"),
        )
        widgets = {
            "levels": forms.CheckboxSelectMultiple,
            "aim": forms.Textarea(attrs={"rows": 4}),
            "aim_en": forms.Textarea(attrs={"rows": 3}),
        }


class ReadyLineForm(forms.ModelForm):
    """One session; course and teacher are named by their numbers."""

    course = forms.CharField(label=_("Course number"))
    teacher = forms.CharField(
        label=_("Teacher number"),
        required=False,
        help_text=_("Leave empty to let the unit choose."),
    )

    class Meta:
        model = ReadyLine
        fields = ("course", "format", "teacher", "day", "slot")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["format"].queryset = codes(actor, CodeKind.FORMAT)

    def clean_course(self):
        """Find the course by its number."""
        rows = queries.courses(self.actor).filter(code=self.cleaned_data["course"].strip())
        if (course := rows.first()) is None:
            raise forms.ValidationError(_("There is no course with this number."))
        return course

    def clean_teacher(self):
        """Find the teacher by his number."""
        number = self.cleaned_data["teacher"].strip()
        if not number:
            return None
        if (teacher := queries.teachers(self.actor).filter(number=number).first()) is None:
            raise forms.ValidationError(_("There is no teacher with this number."))
        return teacher
