from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.choices import MAX_SCORE, SCALE, TEXT_LENGTH, About, Kind
from surveys.queries import Part

ABSENT = {
    About.COURSE: _("I did not attend this course"),
    About.TEACHER: _("I did not attend this teacher's classes"),
}
UNANSWERED = {
    Kind.SCALE: _("Choose a point from 1 to 5."),
    Kind.SCORE: _("Enter a score from 0 to 100."),
    Kind.CHOICE: _("Choose one of the answers."),
    Kind.TEXT: _("Write a few words."),
}
UNANSWERED_ABOUT = {
    About.COURSE: _("Choose a point from 1 to 5, or tick below that you did not attend."),
    About.TEACHER: _("Choose a point from 1 to 5, or tick below that you did not attend."),
}


class Words(forms.CharField):
    """Own words; a line break counts once, as it did while typing."""

    def to_python(self, value):
        return super().to_python(value and str(value).replace("\r\n", "\n"))


def radio(choices):
    return forms.TypedChoiceField(
        choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect
    )


def control(question):
    if question.kind == Kind.SCALE:
        return radio([(point, str(point)) for point in SCALE])
    if question.kind == Kind.CHOICE:
        return radio(question.choices)
    if question.kind == Kind.SCORE:
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=MAX_SCORE, widget=widget)
    area = forms.Textarea(attrs={"rows": 3, "maxlength": TEXT_LENGTH})
    return Words(max_length=TEXT_LENGTH, widget=area)


class PartForm(forms.Form):
    """One part of a questionnaire. `kept` are the good answers, also when others are missing."""

    use_required_attribute = False

    def __init__(self, data, *, part: Part, values: dict):
        super().__init__(data, initial=values)
        self.part = part
        for group in part.groups:
            absent = group.subject and self._absent(group.subject, values)
            for item in group.items:
                self.fields[item.name] = self._field(item, absent)
            if group.subject:
                label = ABSENT[group.subject.kind]
                self.fields[group.subject.absent] = forms.BooleanField(label=label, required=False)

    def _absent(self, subject, values) -> bool:
        return bool((self.data if self.is_bound else values).get(subject.absent))

    def _field(self, item, absent):
        question = item.question
        field = control(question)
        field.label, field.help_text = question.label, question.hint_label
        field.required = question.required and not absent
        said = UNANSWERED_ABOUT.get(question.about, UNANSWERED[question.kind])
        for code in ("required", "invalid", "invalid_choice", "min_value", "max_value"):
            field.error_messages[code] = said
        return field

    @property
    def kept(self) -> dict:
        """Every answer of this part that is good, by name; empty ones too, so they are cleared."""
        return {name: self.cleaned_data.get(name) for name in self.fields}

    @property
    def groups(self) -> list[dict]:
        """What the page shows: each subject with its fields, and those that are wrong."""
        return [self._group(group) for group in self.part.groups]

    def _group(self, group):
        bound = [(item.question, self[item.name]) for item in group.items]
        return {
            "subject": group.subject,
            "fields": bound,
            "wrong": [field for _question, field in bound if field.errors],
            "absent": self[group.subject.absent] if group.subject else None,
        }
