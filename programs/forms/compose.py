from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, OrganisationKind
from accounts.queries import codes, partners
from programs.models import Program
from programs.queries import plan as plans
from resources.choices import Slot
from resources.queries import bases, courses, rooms, teachers

LONGEST = 62


class ProgramForm(forms.ModelForm):
    """The basics of a programme; `revision` says which state of it the page showed."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Program
        fields = (
            "plan",
            "name",
            "name_en",
            "theme",
            "institute",
            "levels",
            "places",
            "starts_on",
            "ends_on",
            "hours_min",
            "hours_max",
            "budget_yuan",
            "aim",
        )
        widgets = {
            "levels": forms.CheckboxSelectMultiple,
            "aim": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }
        help_texts = {
            "budget_yuan": _("0 means that no budget has been set."),
            "institute": _("It confirms that it can hold the programme before it is approved."),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["plan"].queryset = plans.open_plans(actor, self.instance.plan_id)
        fields["theme"].queryset = codes(actor, CodeKind.THEME)
        fields["levels"].queryset = codes(actor, CodeKind.LEVEL)
        fields["institute"].queryset = partners(actor, OrganisationKind.INSTITUTE)
        for name in ("theme", "institute"):
            fields[name].required = False
        self.fields["revision"].initial = self.instance.revision

    def clean_places(self):
        places = self.cleaned_data["places"]
        if places < max(self.instance.taken, 1):
            raise forms.ValidationError(
                _("At least %(n)s places are needed.") % {"n": max(self.instance.taken, 1)}
            )
        return places

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        elif first and last and (last - first).days >= LONGEST:
            text = _("A programme lasts at most %(n)s days. Make several of it.")
            self.add_error("ends_on", text % {"n": LONGEST})
        least, most = data.get("hours_min"), data.get("hours_max")
        if least is not None and most is not None and most < least:
            self.add_error("hours_max", _("The most is below the least."))
        return data


class LineForm(forms.Form):
    """What was chosen for a line; only what was sent is changed.

    `place` is base and room ("12-34", "12-"), `time` day and double hour ("2027-04-12/0").
    """

    revision = forms.IntegerField(required=False)
    course = forms.ModelChoiceField(None, required=False)
    format = forms.ModelChoiceField(None, required=False)
    teacher = forms.ModelChoiceField(None, required=False)
    place = forms.RegexField(r"^\d+-\d*$", required=False)
    time = forms.RegexField(r"^\d{4}-\d{2}-\d{2}/[0-3]$", required=False)
    pinned = forms.BooleanField(required=False)

    def __init__(self, data, *, actor, line):
        super().__init__(data)
        self.actor, self.line = actor, line
        # What is chosen already comes back with the form and need not be visible any more.
        self.fields["course"].queryset = courses(actor)
        self.fields["format"].queryset = codes(actor, CodeKind.FORMAT)
        self.fields["teacher"].queryset = teachers(actor)
        for name in ("course", "format", "teacher"):
            if data.get(name) == str(getattr(line, f"{name}_id")):
                del self.fields[name]

    def clean_place(self):
        text = self.cleaned_data["place"]
        if not text or text == f"{self.line.base_id}-{self.line.room_id or ''}":
            return None
        base, _dash, room = text.partition("-")
        found = bases(self.actor).filter(pk=base).first()
        inside = rooms(self.actor).filter(pk=room, base=base).first() if room else None
        if found is None or (room and inside is None):
            raise forms.ValidationError(_("This place is not on offer. Choose another one."))
        return found, inside

    def clean_time(self):
        text = self.cleaned_data["time"]
        if not text:
            return None
        day, _slash, slot = text.partition("/")
        try:
            return date.fromisoformat(day), Slot(int(slot)).value
        except ValueError:
            raise forms.ValidationError(_("This time does not exist.")) from None

    @property
    def values(self) -> dict:
        """What the operation is to write."""
        data = self.cleaned_data
        values = {n: data[n] for n in ("course", "format", "teacher") if data.get(n)}
        if data.get("place"):
            values["base"], values["room"] = data["place"]
        if data.get("time"):
            values["on"], values["slot"] = data["time"]
        if "pinned" in self.data:
            values["pinned"] = self.data["pinned"] == "1"
        return values


class CourseSearchForm(forms.Form):
    """What is looked for among the courses that could be added."""

    q = forms.CharField(required=False, max_length=100)
    category = forms.ModelChoiceField(None, required=False)
    fits = forms.BooleanField(required=False)

    def __init__(self, data, *, actor):
        super().__init__(data)
        categories = codes(actor, CodeKind.CATEGORY).order_by("order", "pk")
        self.fields["category"].queryset = categories
        self.fields["category"].empty_label = _("All categories")
