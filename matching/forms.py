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


class AssignForm(forms.Form):
    """For which programmes places are proposed, and the most people of one unit in each."""

    programs = forms.MultipleChoiceField(label=_("Programmes"), widget=forms.CheckboxSelectMultiple)
    quota = forms.IntegerField(
        label=_("At most so many of one unit in a programme"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Empty: no limit."),
    )

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(program.pk): program for program in programs}
        self.fields["programs"].choices = [(pk, p.label) for pk, p in self.known.items()]

    def clean_programs(self):
        return [self.known[pk] for pk in self.cleaned_data["programs"]]


class CompareForm(forms.Form):
    """Up to three programmes to lay side by side."""

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "--")] + [(program.pk, program.label) for program in programs]
        for name, label in (("a", _("First")), ("b", _("Second")), ("c", _("Third"))):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def wanted(self) -> list[int]:
        """Keys of the programmes chosen, in order."""
        return [int(pk) for pk in self.cleaned_data.values() if pk] if self.is_valid() else []


class WhyForm(forms.Form):
    """A programme of which somebody asks why it was not suggested."""

    why = forms.ChoiceField(label=_("Another programme"))

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [("", _("Choose a programme"))] + [
            (program.pk, program.label) for program in programs
        ]
