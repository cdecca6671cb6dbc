from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources import queries
from resources.forms.fields import SoughtField
from resources.forms.kept import KeptForm
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
    """One session; course and teacher are found by typing a part of their names or numbers."""

    course = SoughtField("course", "code", ("name", "name_en"), label=_("Course"))
    teacher = SoughtField(
        "teacher",
        "number",
        ("name", "name_latin"),
        label=_("Teacher"),
        required=False,
        help_text=_("Leave empty to let the unit choose."),
    )

    class Meta:
        model = ReadyLine
        fields = ("course", "format", "teacher", "day", "slot")
        labels = {"day": _("Day of the programme")}
        help_texts = {"day": _("1 is its first day.")}

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].queryset = codes(actor, CodeKind.FORMAT)
        self.fields["course"].queryset = queries.courses(actor)
        self.fields["teacher"].queryset = queries.teachers(actor)
