from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources.choices import SLOT_ENDS, SLOT_NAMES, Weekday, span
from resources.models import Period

WEEK = len(Weekday) * len(SLOT_NAMES)  # double hours of a week


class PeriodForm(forms.ModelForm):
    """Days on which something is blocked, or open besides its usual hours."""

    class Meta:
        model = Period
        fields = ("opens", "first_on", "last_on", "first_slot", "last_slot", "reason")
        widgets = {"opens": forms.RadioSelect}
        help_texts = {
            "reason": _("Your own organisation and the people concerned see it."),
            "last_slot": _("The same double hours apply on every day."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_slot"].choices = list(enumerate(SLOT_ENDS))

    def clean(self):
        """Say at its field what is upside down, and what nobody could book any more."""
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day lies before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_on", _("These days are over. Choose days from today on."))
        if data.get("last_slot", 0) < data.get("first_slot", 0):
            self.add_error("last_slot", _("The end lies before the beginning."))
        return data


class HoursForm(forms.Form):
    """The double hours of the week in which something can be booked; all, if none are kept."""

    HEADS = tuple(span(range(slot, slot + 1)) for slot in range(len(SLOT_NAMES)))

    def __init__(self, *args, open_hours, **kwargs):
        super().__init__(*args, **kwargs)
        for day, label in Weekday.choices:
            self.fields[f"day_{day}"] = forms.TypedMultipleChoiceField(
                label=label,
                choices=list(enumerate(self.HEADS)),
                coerce=int,
                required=False,
                initial=[
                    s for s in range(len(SLOT_NAMES)) if not open_hours or (day, s) in open_hours
                ],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self):
        """Refuse a week without any hour: empty is kept as always."""
        data = super().clean()
        if not self._ticked(data):
            raise forms.ValidationError(
                _("Tick at least one. What cannot be booked for a time is blocked by its days.")
            )
        return data

    @property
    def hours(self) -> set[tuple[int, int]]:
        """Return the pairs (weekday, double hour) that were ticked; none when all were."""
        ticked = self._ticked(self.cleaned_data)
        return ticked if len(ticked) < WEEK else set()

    @staticmethod
    def _ticked(data) -> set[tuple[int, int]]:
        return {(day, slot) for day in Weekday.values for slot in data.get(f"day_{day}", ())}


class FreeForm(forms.Form):
    """What is wanted, when, for how many."""

    THINGS = (("room", _("Rooms")), ("base", _("Bases")), ("teacher", _("Teachers")))

    what = forms.ChoiceField(label=_("What is looked for"), choices=THINGS)
    first = forms.DateField(label=_("First day"))
    last = forms.DateField(label=_("Last day"))
    part = forms.ChoiceField(
        label=_("Time of day"),
        choices=(("day", _("all day")), ("am", _("morning")), ("pm", _("afternoon"))),
        required=False,
    )
    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=9999, required=False)
    form = forms.ModelChoiceField(
        None, label=_("Format"), empty_label=_("any format"), required=False
    )
    text = forms.CharField(label=_("Name, pinyin, city"), max_length=60, required=False)

    PARTS = {"am": range(2), "pm": range(2, 4)}

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = codes(actor, CodeKind.FORMAT)
        self.fields["first"].initial = self.fields["last"].initial = timezone.localdate()

    def clean(self):
        """Refuse days in the wrong order, or more than one search looks through."""
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and not 0 <= (last - first).days < 31:
            self.add_error("last", _("The last day lies before the first, or over a month after."))
        return data

    @property
    def wanted(self) -> dict:
        """Return what the search asks for."""
        data = self.cleaned_data
        slots = self.PARTS.get(data["part"], range(len(SLOT_NAMES)))
        wanted = {"what": data["what"], "first": data["first"], "last": data["last"]}
        more = {"persons": data["persons"] or 0, "form": data["form"], "text": data["text"]}
        return wanted | more | {"slots": slots}
