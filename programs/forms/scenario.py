"""What is different in a scenario."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.choices import SHARED
from programs.models import Scenario
from programs.queries import plan as plans
from programs.queries import year
from resources.queries import bases, teachers


class ScenarioForm(forms.ModelForm):
    """A name, and what differs from the plan; whatever is left as it is does not differ."""

    budget_yuan = forms.IntegerField(label=_("budget (yuan)"), min_value=0, max_value=10**12)
    base = forms.ModelChoiceField(
        None, label=_("A base is closed"), required=False, empty_label=_("none")
    )
    teacher = forms.ModelChoiceField(
        None, label=_("A teacher is lost"), required=False, empty_label=_("none")
    )
    group = forms.IntegerField(
        label=_("People of one programme"), min_value=5, max_value=500, initial=year.GROUP
    )
    days = forms.IntegerField(
        label=_("Days of one programme"), min_value=1, max_value=5, initial=year.DAYS
    )

    class Meta:
        model = Scenario
        fields = ("name",)

    def __init__(self, *args, actor, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan, self.quotas = plan, plans.quotas(actor, plan, {})
        self.fields["budget_yuan"].initial = plan.budget_yuan
        self.fields["base"].queryset = bases(actor)
        self.fields["teacher"].queryset = teachers(actor)
        for quota in self.quotas:
            self.fields[f"least_{quota.key}"] = forms.IntegerField(
                label=_("%(name)s: at least (%%)") % {"name": quota.name},
                initial=quota.minimum,
                min_value=0,
                max_value=100 if quota.maximum is None else quota.maximum,
            )

    def clean(self):
        data = super().clean()
        for kind in SHARED:
            names = [f"least_{q.key}" for q in self.quotas if q.kind == kind]
            total = sum(data.get(name) or 0 for name in names)
            if total > 100:
                said = _("The minimums add up to %(total)s %%: at most 100 can be asked for.")
                self.add_error(names[0], said % {"total": total})
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the plan."""
        data = self.cleaned_data
        least = {str(q.key): data[f"least_{q.key}"] for q in self.quotas}
        found = {
            "least": least if any(least[str(q.key)] != q.minimum for q in self.quotas) else None,
            "budget_yuan": _unless(data["budget_yuan"], self.plan.budget_yuan),
            "bases": [data["base"].pk] if data["base"] else None,
            "teachers": [data["teacher"].pk] if data["teacher"] else None,
            "group": _unless(data["group"], year.GROUP),
            "days": _unless(data["days"], year.DAYS),
        }
        return {name: value for name, value in found.items() if value is not None}


def _unless(value: int, usual: int) -> int | None:
    return None if value == usual else value
