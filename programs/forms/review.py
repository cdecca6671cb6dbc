from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.queries import codes, superiors
from programs.choices import KEEPS_APPROVAL
from programs.models import ApprovalRule, Comment, Deputy, Program
from programs.queries import signing

DECISIONS = ("accept", "decline", "approve", "return", "refuse")


class CommentForm(forms.ModelForm):
    """A note on one place of the programme; an empty one takes the note back."""

    class Meta:
        model = Comment
        fields = ("text", "must_fix", "line", "field")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
            "line": forms.HiddenInput,
            "field": forms.HiddenInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class DecisionForm(forms.Form):
    """The decision about the version that was read."""

    move = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    version = forms.IntegerField(min_value=1)
    step = forms.IntegerField(required=False)
    reason = forms.CharField(
        label=_("Reason, or what is to be changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    """What was done about a comment."""

    text = forms.CharField(
        label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RuleForm(forms.ModelForm):
    """One step of the department's approval."""

    class Meta:
        model = ApprovalRule
        fields = (
            *("name", "name_en", "position", "min_cost_yuan", "theme"),
            *("signer", "member", "days", "active"),
        )
        help_texts = {
            "position": _("Steps of the same number are asked at once, smaller numbers first."),
            "min_cost_yuan": _("0: whatever the programme costs."),
            "theme": _("Empty: for every theme."),
            "signer": _("Empty: this department."),
            "member": _("Empty: any approver of the department."),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        above = superiors(actor).filter(kind=OrganisationKind.DEPARTMENT)
        self.fields["theme"].queryset = codes(actor, CodeKind.THEME)
        self.fields["signer"].queryset = above
        self.fields["member"].queryset = signing.choosable(actor)


class DeputyForm(forms.ModelForm):
    """Who decides for whom, and how long."""

    class Meta:
        model = Deputy
        fields = ("member", "deputy", "starts_on", "ends_on")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        own = signing.approvers(actor)
        managing = actor.has(Role.MANAGER)
        self.fields["member"].queryset = own if managing else own.filter(pk=actor.member.pk)
        self.fields["deputy"].queryset = signing.colleagues(actor)
        self.fields["starts_on"].initial = timezone.localdate()

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        one, other = data.get("member"), data.get("deputy")
        if one and other and one.user_id == other.user_id:
            self.add_error("deputy", _("A deputy is another person of the same department."))
        return data


class SignerForm(forms.Form):
    """To whom a decision is handed, or who signs too."""

    HOW = (
        ("hand_over", _("decides in my place")),
        ("before", _("signs before me")),
        ("after", _("signs after me")),
    )
    member = forms.ModelChoiceField(None, label=_("Person"))
    how = forms.ChoiceField(label=_("This person"), choices=HOW, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), required=False, max_length=200)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = signing.choosable(actor, program)


class AmendForm(forms.ModelForm):
    """What may be changed without a new approval."""

    class Meta:
        model = Program
        fields = KEEPS_APPROVAL
        widgets = {"aim": forms.Textarea(attrs={"rows": 4, "maxlength": 2000})}
