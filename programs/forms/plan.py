from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from programs.models import Plan
from programs.queries import plan as queries

PERCENT = {"min_value": 0, "max_value": 100, "required": False}


class PlanForm(forms.ModelForm):
    class Meta:
        model = Plan
        fields = ("year", "name", "name_en", "budget_yuan", "deadline_on", "aim")
        widgets = {"aim": forms.Textarea(attrs={"rows": 4, "maxlength": 2000})}

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Enter a year from 2000 to 2100."))
        return year


class DemandForm(forms.Form):
    """Rows of categories with least and most percent, rows of units with people and a note."""

    def __init__(self, *args, actor, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = list(codes(actor, CodeKind.CATEGORY).order_by("order", "pk"))
        self.units = list(queries.units(actor))
        shares = {share.category_id: share for share in queries.shares(actor, plan)}
        demands = {demand.unit_id: demand for demand in queries.demands(actor, plan)}
        for category in self.categories:
            self._add_share(category, shares.get(category.pk))
        for unit in self.units:
            self._add_demand(unit, demands.get(unit.pk))

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
    def share_rows(self):
        """Category with its two fields."""
        return [(c, self[f"least_{c.pk}"], self[f"most_{c.pk}"]) for c in self.categories]

    @property
    def demand_rows(self):
        """Unit with its two fields."""
        return [(u, self[f"people_{u.pk}"], self[f"note_{u.pk}"]) for u in self.units]

    @property
    def sum_least(self) -> int:
        """The sum of the minimums as typed; what is no number counts as nothing."""
        typed = (least.value() for _category, least, _most in self.share_rows)
        return sum(int(value) for value in typed if str(value or "").isdecimal())

    def clean(self):
        data = super().clean()
        for category in self.categories:
            least, most = data.get(f"least_{category.pk}"), data.get(f"most_{category.pk}")
            if most is not None and most < (least or 0):
                self.add_error(f"most_{category.pk}", _("The most is below the least."))
        return data

    @property
    def shares(self):
        """Triples for the operation; categories without any figure are left out."""
        data = self.cleaned_data
        rows = ((c, data[f"least_{c.pk}"], data[f"most_{c.pk}"]) for c in self.categories)
        return [(c, least or 0, most) for c, least, most in rows if least or most is not None]

    @property
    def demands(self):
        """Triples for the operation."""
        data = self.cleaned_data
        return [(u, data[f"people_{u.pk}"] or 0, data[f"note_{u.pk}"]) for u in self.units]
