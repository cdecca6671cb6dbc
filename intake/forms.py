from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Policy


class UploadForm(forms.Form):
    """A file, and what its rows belong to where there is more than one possibility."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "xlsx, xls, ods, csv or tsv, at most 20 MB. One table with one line of headings."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args, kind, targets, again=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = {str(target.pk): target for target in targets}
        if len(targets) > 1:
            choices = [(pk, getattr(t, "label", str(t))) for pk, t in self.targets.items()]
            self.fields["target"] = forms.ChoiceField(
                label=kind.parent.label, choices=[("", _("Choose…")), *choices]
            )
            self.order_fields(["target", "file", "again"])
        if again:
            self.fields["again"] = forms.BooleanField(
                label=_("Import the same file once more"), required=False
            )

    @property
    def target(self):
        """Return what was chosen, or the only possibility."""
        only = next(iter(self.targets.values()))
        return self.targets.get(self.cleaned_data.get("target", ""), only)


class CorrectionForm(forms.Form):
    file = forms.FileField(
        label=_("Corrected error table"),
        help_text=_("Keep the column with the original row numbers as it is."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class PolicyForm(forms.ModelForm):
    class Meta:
        model = Policy
        fields = ["most_changed_percent", "most_error_percent", "keep_days"]
        help_texts = {
            "most_changed_percent": _("Empty: no limit. A manager can let one import through."),
            "keep_days": _(
                "Empty: for good. Afterwards files and rows are deleted; the figures stay, and the "
                "import can no longer be undone."
            ),
        }


class ConfirmForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Which rows?"),
        initial="good",
        widget=forms.RadioSelect,
        choices=[
            ("good", _("Import the good rows; the others can be corrected later")),
            ("all", _("Only if all rows are good")),
        ],
    )

    def __init__(self, *args, over="", may_exceed=False, **kwargs):
        super().__init__(*args, **kwargs)
        if over and may_exceed:
            self.fields["reason"] = forms.CharField(
                label=_("Why it may go above the limit"), max_length=300
            )
