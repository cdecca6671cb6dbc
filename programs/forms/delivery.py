from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.choices import AttendanceStatus, EnrolmentState
from programs.operations.delivery import OUTCOMES

NO_SCORE = {
    "invalid": _("A score is a number from 0 to 100, such as 86 or 86.5."),
    "min_value": _("A score is at least 0."),
    "max_value": _("A score is at most 100."),
    "max_decimal_places": _("At most one digit after the point."),
    "max_digits": _("At most one digit after the point."),
}


class AttendanceForm(forms.Form):
    """Who was there in one session: a row of choices for each person with a place."""

    def __init__(self, *args, people, statuses, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            self.fields[str(person.pk)] = forms.ChoiceField(
                label=person.trainee.label,
                choices=AttendanceStatus.choices,
                required=False,
                initial=statuses.get(person.pk, ""),
                widget=forms.RadioSelect,
            )

    def rows(self):
        """Each person with his row of choices."""
        return [(person, self[str(person.pk)]) for person in self.people]

    def statuses(self, *, rest: str = "") -> dict[int, str]:
        """Enrolment key → status; `rest` is written for those without one."""
        return {int(name): status or rest for name, status in self.cleaned_data.items()}


class ResultForm(forms.Form):
    """Score, grade, remark and outcome of one person."""

    score = forms.DecimalField(
        label=_("Score"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        error_messages=NO_SCORE,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )
    grade_id = forms.TypedChoiceField(
        label=_("Grade"), required=False, coerce=int, empty_value=None
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=200)

    def __init__(self, data, *, person, grades):
        state = person.state if person.state in OUTCOMES else ""
        initial = {
            "score": person.score,
            "grade_id": person.grade_id,
            "outcome": state,
            "remark": person.remark,
        }
        super().__init__(data, prefix=str(person.pk), initial=initial)
        self.person = person
        self.fields["grade_id"].choices = [("", "--"), *grades]
        open_ = [] if state else [("", _("at the end"))]
        outcomes = [(state, EnrolmentState(state).label) for state in OUTCOMES]
        self.fields["outcome"].choices = [*open_, *outcomes]
