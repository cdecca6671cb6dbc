from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind
from accounts.queries import codes
from resources.choices import Mastery
from resources.forms.kept import Seen


class CompetencesForm(Seen):
    """For each competence of the table, how far; whatever is left empty is not meant."""

    def __init__(self, *args, actor, held: dict[int, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {f"competence_{one.pk}": one for one in codes(actor, CodeKind.COMPETENCE)}
        for name, one in self.known.items():
            self.fields[name] = forms.TypedChoiceField(
                choices=[("", _("not meant")), *Mastery.choices],
                coerce=int,
                empty_value=None,
                label=one.label,
                required=False,
                initial=held.get(one.pk, ""),
            )
        self.remember(sorted(held.items()))

    @property
    def levels(self) -> dict[int, int]:
        """Return the chosen levels by the key of the competence."""
        chosen = ((one.pk, self.cleaned_data[name]) for name, one in self.known.items())
        return {pk: level for pk, level in chosen if level}
