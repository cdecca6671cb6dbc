from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from programs.choices import SHARED
from programs.models import Plan
from programs.queries import plan as queries

PERCENT = {"min_value": 0, "max_value": 100, "required": False}


class PlanForm(forms.ModelForm):
    class Meta:
        model = Plan
        fields = (
            *("year", "name", "name_en", "levels", "themes", "starts_on", "ends_on"),
            *("budget_yuan", "deadline_on", "aim"),
        )
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
            "levels": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "levels": _("Whom the plan is for. None ticked: all levels."),
            "themes": _("What the programmes are about. None ticked: left to the units."),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["levels"].queryset = codes(actor, CodeKind.LEVEL).order_by("order", "pk")
        self.fields["themes"].queryset = codes(actor, CodeKind.THEME).order_by("order", "pk")

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Enter a year from 2000 to 2100."))
        return year

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        return data


class DemandForm(forms.Form):
    """Rows of categories and formats with least and most percent, rows of units with people."""

    def __init__(self, *args, actor, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.shared = {kind: list(codes(actor, kind).order_by("order", "pk")) for kind in SHARED}
        self.units = list(queries.units(actor))
        shares = {share.code_id: share for share in queries.shares(actor, plan)}
        demands = {demand.unit_id: demand for demand in queries.demands(actor, plan)}
        for code in self.codes:
            self._add_share(code, shares.get(code.pk))
        for unit in self.units:
            self._add_demand(unit, demands.get(unit.pk))

    @property
    def codes(self) -> list:
        """Everything a share can be set for."""
        return [code for rows in self.shared.values() for code in rows]

    def _add_share(self, category, share):
        label = _("%(name)s: at least (%%)") % {"name": category.label}
        self.fields[f"least_{category.pk}"] = forms.IntegerField(
            label=label, initial=share.min_percent if share else None, **PERCENT
        )
        label = _("%(name)s: at most (%%)") % {"name": category.label}
        self.fields[f"most_{category.pk}"] = forms.IntegerField(
            label=label, initial=share.max_percent if share else None, **PERCENT
        )

    def _add_demand(self, unit, demand):
        self.fields[f"people_{unit.pk}"] = forms.IntegerField(
            label=_("%(name)s: people") % {"name": unit.label},
            initial=demand.headcount if demand else None,
            required=False,
            min_value=0,
            max_value=1_000_000,
        )
        self.fields[f"note_{unit.pk}"] = forms.CharField(
            label=_("%(name)s: note") % {"name": unit.label},
            initial=demand.note if demand else "",
            required=False,
            max_length=200,
        )

    @property
    def share_tables(self):
        """For each kind its rows of code and two fields, and the sum of the minimums as typed."""
        return [
            (
                kind,
                [(c, self[f"least_{c.pk}"], self[f"most_{c.pk}"]) for c in rows],
                self._sum(rows),
            )
            for kind, rows in self.shared.items()
        ]

    def _row(self, code):
        return code, self[f"least_{code.pk}"], self[f"most_{code.pk}"]

    def _sum(self, rows) -> int:
        """What is no number counts as nothing."""
        typed = (self[f"least_{code.pk}"].value() for code in rows)
        return sum(int(value) for value in typed if str(value or "").isdecimal())

    @property
    def demand_rows(self):
        """Unit with its two fields."""
        return [(u, self[f"people_{u.pk}"], self[f"note_{u.pk}"]) for u in self.units]

    def clean(self):
        data = super().clean()
        for code in self.codes:
            least, most = data.get(f"least_{code.pk}"), data.get(f"most_{code.pk}")
            if most is not None and most < (least or 0):
                self.add_error(f"most_{code.pk}", _("The most is below the least."))
        return data

    @property
    def shares(self):
        """Triples for the operation; codes without any figure are left out."""
        data = self.cleaned_data
        rows = ((c, data[f"least_{c.pk}"], data[f"most_{c.pk}"]) for c in self.codes)
        return [(c, least or 0, most) for c, least, most in rows if least or most is not None]

    @property
    def demands(self):
        """Triples for the operation."""
        data = self.cleaned_data
        return [(u, data[f"people_{u.pk}"] or 0, data[f"note_{u.pk}"]) for u in self.units]
