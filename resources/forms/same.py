from django import forms
from django.utils.translation import gettext_lazy as _


class SameForm(forms.Form):
    """What becomes of two courses that are probably the same, and why."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_(
            "Needed when one replaces the other: it goes out of use, and those who took it over "
            "are asked."
        ),
    )

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        sides = (("left", pair.left), ("right", pair.right))
        self.fields["decision"].choices = [
            ("both", _("Keep both: they are different, or both are wanted")),
            *((side, self.words(course)) for side, course in sides),
        ]

    @staticmethod
    def words(course) -> str:
        """Say which of the two stays."""
        names = {"name": course.label, "owner": course.organisation.label}
        return _("“%(name)s” of %(owner)s replaces the other") % names
