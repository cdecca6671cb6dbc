"""How the composer is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.choices import Aim


class ComposeForm(forms.Form):
    """What matters, and whether the courses of today have to stay."""

    aim = forms.ChoiceField(
        label=_("What matters"), choices=Aim.choices, initial=Aim.BALANCED, widget=forms.RadioSelect
    )
    keep = forms.BooleanField(
        label=_("Keep the courses chosen so far"), required=False, initial=True
    )


class WhyNotForm(forms.Form):
    """Which course, teacher or base is asked about."""

    about = forms.ChoiceField(label=_("Why is this not in it?"))

    def __init__(self, data=None, *, choices, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["about"].choices = choices
