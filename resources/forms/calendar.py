from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources.choices import SLOT_NAMES, Slot, Weekday
from resources.models import Period


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


class HoursForm(forms.Form):
    """The double hours of the week in which something can be booked."""

    def __init__(self, *args, open_hours, **kwargs):
        super().__init__(*args, **kwargs)
        for day, label in Weekday.choices:
            self.fields[f"day_{day}"] = forms.TypedMultipleChoiceField(
                label=label,
                choices=Slot.choices,
                coerce=int,
                required=False,
                initial=[slot for weekday, slot in sorted(open_hours) if weekday == day],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def hours(self) -> set[tuple[int, int]]:
        """Return the pairs (weekday, double hour) that were ticked."""
        return {(day, slot) for day in Weekday.values for slot in self.cleaned_data[f"day_{day}"]}


class FreeForm(forms.Form):
    """What is wanted, when, for how many."""

    what = forms.ChoiceField(
        label=_("What is looked for"),
        choices=(("room", _("Rooms")), ("base", _("Bases")), ("teacher", _("Teachers"))),
    )
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
