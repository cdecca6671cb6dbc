"""The two lists people are picked from: who could be named, and who was."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from core.lists import Choice, Column, Flag, Search, Table
from core.models import in_language
from programs.choices import EnrolmentState
from programs.operations.enrolment import ENROLMENT
from programs.queries import enrolment as queries


def levels(actor):
    """The levels one can filter by."""
    return [(code.pk, code.label) for code in codes(actor, CodeKind.LEVEL)]


def worth_knowing(trainee) -> str:
    """What speaks for a second look, as it stands in a spreadsheet; the page shows marks."""
    said = []
    if trainee.standing:
        said.append(str(EnrolmentState(trainee.standing).label))
    if trainee.busy_with:
        name = in_language(trainee.busy_with, trainee.busy_with_en)
        said.append(_("On the same days in “%(name)s”") % {"name": name})
    if trainee.trained_on:
        said.append(_("Same theme in %(day)s") % {"day": f"{trainee.trained_on:%Y-%m}"})
    if trainee.off_level:
        said.append(str(_("The programme is for other levels")))
    return " · ".join(said)


class Candidates(Table):
    """Trainees who could be named for one programme, with what speaks for a second look."""

    key, title, default_sort = "program-candidates", _("Name the trainees"), "name"
    nothing_yet = _("There is nobody to name")
    why_nothing = _("Trainees of your organisation stand here once they have been entered.")
    columns = (
        Column("name", _("Name"), value="label", sort="name_sort", fixed=True),
        Column("number", _("Staff number"), sort="number", minor=True),
        Column("level", _("Level"), value="level.label", sort="level__order"),
        Column("post", _("Post"), value="post_label", minor=True),
        Column(
            "unit", _("Unit"), value="organisation.label", sort="organisation__path", shown=False
        ),
        Column(
            "words",
            _("Worth knowing"),
            value=worth_knowing,
            kind="template",
            template="programs/enrolment_words.html",
        ),
    )
    filters = (
        Search(label=_("Name or staff number"), fields=("search_text", "name_latin")),
        Choice("level", _("Level"), path="level_id", options=levels),
        Flag("fitting", _("Only the levels of the programme"), q=Q(off_level=False)),
        Flag(
            "free",
            _("Only people without a clash"),
            q=Q(standing=None, busy_with=None, trained_on=None)
            | Q(standing="withdrawn", busy_with=None),
        ),
    )


class People(Table):
    """Everybody who was named for one programme."""

    key, title, default_sort = "program-people", _("People"), "name"
    nothing_yet = _("Nobody has been named yet")
    why_nothing = _("The owner of the programme names the trainees once it is approved.")
    columns = (
        Column("name", _("Name"), value="trainee.label", sort="trainee__name_sort", fixed=True),
        Column(
            "state",
            _("State"),
            kind="pill",
            sort="state",
            value=lambda one: (one.get_state_display(), ENROLMENT.tones[one.state]),
        ),
        Column("confirmed_at", _("Confirmed"), kind="date", sort="confirmed_at", minor=True),
        Column("level", _("Level"), value="trainee.level.label", sort="trainee__level__order"),
        Column("unit", _("Unit"), value="organisation.label", sort="organisation__path"),
        Column("post", _("Post"), value="trainee.post_label", minor=True),
        Column("named_at", _("Named on"), kind="date", sort="named_at", minor=True),
        Column("score", _("Score"), numeric=True, sort="score", minor=True),
        Column("grade", _("Grade"), value="grade.label", sort="grade__order", minor=True),
        Column("remark", _("Remark"), shown=False),
        Column("named_by", _("Named by"), value="named_by.user.display_name", shown=False),
    )
    filters = (
        Search(
            label=_("Name or staff number"), fields=("trainee__search_text", "trainee__name_latin")
        ),
        Choice("state", _("State"), options=EnrolmentState.choices),
    )


class ReplaceForm(forms.Form):
    """Who drops out, and who comes instead."""

    enrolment = forms.ModelChoiceField(None, label=_("Who cannot come"))
    number = forms.CharField(label=_("Staff number of who comes instead"), max_length=40)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, actor, program, **kwargs):
        super().__init__(*args, **kwargs)
        rows = queries.enrolments(actor, program).filter(state=EnrolmentState.NOMINATED)
        self.fields["enrolment"].queryset = rows.order_by("trainee__name_sort")
        self.fields["enrolment"].label_from_instance = lambda one: one.trainee.label
        self.people = queries.candidates(actor, program)

    def clean_number(self):
        person = self.people.filter(number=self.cleaned_data["number"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Nobody of your organisation has this staff number."))
        return person


class AllotmentForm(forms.Form):
    """A row for each unit with the places it may fill."""

    def __init__(self, *args, actor, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(queries.allottable(actor))
        now = {row.unit_id: row.places for row in queries.allotments(actor, program)}
        for unit in self.units:
            self.fields[f"unit_{unit.pk}"] = forms.IntegerField(
                label=unit.label,
                initial=now.get(unit.pk),
                required=False,
                min_value=0,
                max_value=program.places,
            )

    @property
    def places(self):
        """Pairs for the operation."""
        data = self.cleaned_data
        return [(unit, data[f"unit_{unit.pk}"] or 0) for unit in self.units]

    @property
    def rows(self):
        """Unit with its field."""
        return [(unit, self[f"unit_{unit.pk}"]) for unit in self.units]
