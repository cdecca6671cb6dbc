from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources.queries import courses
from surveys import queries
from surveys.choices import (
    MAX_NUMBER,
    MAX_SCORE,
    MOST_OPTIONS,
    SCALE,
    TEXT_LENGTH,
    About,
    Kind,
    Purpose,
)
from surveys.models import Inquiry, Question, Questionnaire
from surveys.queries import Part
from surveys.queries import inquiry as inquiries

MOST_COURSES = 30

ABSENT = {
    About.CATEGORY: _("I cannot judge this"),
    About.COURSE: _("I did not attend this course"),
    About.TEACHER: _("I did not attend this teacher's classes"),
}
UNANSWERED = {
    Kind.SCALE: _("Choose a point from 1 to 5."),
    Kind.SCORE: _("Enter a score from 0 to 100."),
    Kind.CHOICE: _("Choose one of the answers."),
    Kind.MULTI: _("Tick at least one of the answers."),
    Kind.NUMBER: _("Enter a whole number."),
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
    if question.kind == Kind.MULTI:
        boxes = forms.CheckboxSelectMultiple
        return forms.TypedMultipleChoiceField(
            choices=question.choices, coerce=int, empty_value=[], widget=boxes
        )
    if question.kind == Kind.NUMBER:
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=MAX_NUMBER, widget=widget)
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
        codes = ("required", "invalid", "invalid_choice", "invalid_list", "min_value", "max_value")
        for code in codes:
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


class QuestionnaireForm(forms.ModelForm):
    """The head of a questionnaire."""

    class Meta:
        model = Questionnaire
        fields = (
            *("name", "name_en", "purpose", "anonymous", "min_answers"),
            *("intro", "intro_en", "active"),
        )
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
            "intro_en": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        }


class QuestionForm(forms.ModelForm):
    """One question; the answers to choose from stand one a line, "中文 | English"."""

    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        help_text=_("One a line: the Chinese text, then if you like | and the English one."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Question
        fields = (
            *("block", "block_en", "text", "text_en", "kind", "about"),
            *("hint", "hint_en", "required"),
        )
        help_texts = {
            "block": _("Questions of one part stand on one page, at most twelve of them."),
            "about": _("“Each …” asks the question once for every category or chosen course."),
        }

    field_order = ("block", "block_en", "text", "text_en", "kind", "choices", "about")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pairs = self.instance.options or ()
        lines = (" | ".join(part for part in pair if part) for pair in pairs)
        self.fields["choices"].initial = "\n".join(lines)

    def clean(self):
        data = super().clean()
        options = [_pair(line) for line in data.get("choices", "").splitlines() if line.strip()]
        if data.get("kind") not in (Kind.CHOICE, Kind.MULTI):
            options = []
        elif not 2 <= len(options) <= MOST_OPTIONS:
            text = _("Enter 2 to %(n)s answers, each on a line of its own.")
            self.add_error("choices", text % {"n": MOST_OPTIONS})
        self.instance.options = options
        return data


def _pair(line: str) -> list[str]:
    chinese, _bar, english = line.partition("|")
    return [chinese.strip()[:100], english.strip()[:100]]


class InquiryForm(forms.ModelForm):
    """What is asked of whom, by when."""

    class Meta:
        model = Inquiry
        fields = (
            *("name", "name_en", "questionnaire", "audience", "units", "levels"),
            *("courses", "due_on"),
        )
        widgets = {"levels": forms.CheckboxSelectMultiple}
        help_texts = {
            "units": _("None chosen: all below your organisation."),
            "levels": _("Only people of these levels. None ticked: everybody."),
            "courses": _("For questions about each course; at most 30."),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        usable = queries.questionnaires(actor).filter(
            purpose=Purpose.NEED, active=True, organisation__in=actor.ancestors
        )
        self.fields["questionnaire"].queryset = usable
        self.fields["units"].queryset = inquiries.askable(actor)
        self.fields["levels"].queryset = codes(actor, CodeKind.LEVEL).order_by("order", "pk")
        self.fields["courses"].queryset = courses(actor).order_by("category__order", "code")

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day

    def clean_courses(self):
        chosen = self.cleaned_data["courses"]
        if len(chosen) > MOST_COURSES:
            text = _("Choose at most %(n)s courses: nobody answers more questions.")
            raise forms.ValidationError(text % {"n": MOST_COURSES})
        return chosen
