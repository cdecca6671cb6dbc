from django import forms
from django.utils.translation import gettext_lazy as _

from resources.choices import CRITERIA
from resources.models import Verdict


class JudgeForm(forms.ModelForm):
    """What a reviewer says about each criterion."""

    class Meta:
        model = Verdict
        fields = (*CRITERIA, "note")
        widgets = dict.fromkeys(CRITERIA, forms.RadioSelect) | {
            "note": forms.Textarea(attrs={"rows": 3})
        }
        help_texts = {
            "fitness": _("Does it meet the need it is offered for?"),
            "accuracy": _("Are content and figures right and up to date?"),
            "effect": _("Can those who attend it do what it promises?"),
            "compliance": _("Does it keep the law, the rules and the rights of others?"),
            "note": _("Needed as soon as one criterion falls short."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CRITERIA:
            field = self.fields[name]
            field.choices = [pair for pair in field.choices if pair[0] != ""]


class BeginForm(forms.Form):
    """Until when the course is meant to be used."""

    ends_on = forms.DateField(
        label=_("End of life"),
        required=False,
        help_text=_("Leave empty for three years from the day on which it passes."),
    )
