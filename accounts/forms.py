from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.choices import CodeKind, Density, Role
from accounts.models import Code, Organisation, Trainee


class TraineeForm(forms.ModelForm):
    class Meta:
        model = Trainee
        fields = [
            *("number", "name", "name_latin", "sex", "born_on", "kind", "level", "area"),
            *("post", "post_en", "education", "joined_on", "phone", "id_number"),
        ]

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {"kind": CodeKind.TRAINEE_KIND, "level": CodeKind.LEVEL, "area": CodeKind.AREA}
        for name, kind in {**kinds, "education": CodeKind.EDUCATION}.items():
            self.fields[name].queryset = queries.codes(actor, kind)
        for name in ("born_on", "joined_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("What for?"), max_length=200)


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(None, label=_("Organisation"))
    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("With an address the link is sent there, too."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.organisations(actor)
        self.fields["organisation"].initial = actor.organisation


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class JoinForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, help_text=_("You sign in with it.")
    )
    name = forms.CharField(label=_("Your name"), max_length=80)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; a short sentence is easy to remember."),
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    density = forms.ChoiceField(
        label=_("Density of lists"),
        choices=[("", _("As usual for my role")), *Density.choices],
        required=False,
    )


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["code", "name", "name_en", "kind", "seal_text", "region", "region_en"]


class CodeForm(forms.ModelForm):
    class Meta:
        model = Code
        fields = ["kind", "code", "name", "name_en", "order", "active"]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=366, initial=90)

    def __init__(self, *args, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(s, s) for s in scopes]
