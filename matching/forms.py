from django import forms
from django.utils.translation import gettext_lazy as _

from matching.choices import Reason


class DeclineForm(forms.Form):
    """Why a suggestion does not suit."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Remark"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RestoreForm(forms.Form):
    """Why an earlier model is taken into use again; kept in its history."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhyForm(forms.Form):
    """A programme of which somebody asks why it was not suggested."""

    why = forms.ChoiceField(label=_("Another programme"))

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [("", _("Choose a programme"))] + [
            (program.pk, program.label) for program in programs
        ]
