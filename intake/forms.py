from django import forms
from django.utils.translation import gettext_lazy as _

from intake.choices import Way
from intake.models import Feed, Policy


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


class FeedForm(forms.ModelForm):
    """A regular source; kind of data and target are chosen together."""

    into = forms.ChoiceField(label=_("Import as"))

    class Meta:
        model = Feed
        fields = ["name", "way", "address", "every_minutes", "loads", "active"]
        help_texts = {
            "address": _(
                "A folder below that of your organisation on the server, or https://…; the portal "
                "asks only servers that its operator has allowed. Empty where another system sends."
            ),
            "loads": _(
                "Only if no row has errors or is a probable duplicate, and within your limits. "
                "Otherwise somebody is asked."
            ),
        }

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = Way.choices
        self.fields["into"].choices = [("", _("Choose…")), *kinds]
        if self.instance.kind:
            self.initial["into"] = f"{self.instance.kind}:{self.instance.target_pk}"
        self.order_fields(["name", "into", "way", "address", "every_minutes", "loads", "active"])

    def clean(self):
        """An address is needed where the portal asks."""
        found = super().clean()
        if found.get("way") in (Way.FOLDER, Way.HTTP) and not found.get("address"):
            self.add_error("address", _("Say which folder or which address is to be asked."))
        return found

    def save(self, commit=False):
        """Return the source with what was chosen; storing it is the operation's."""
        feed = super().save(commit=commit)
        feed.kind, _colon, target = self.cleaned_data["into"].partition(":")
        feed.target_pk = int(target)
        return feed
