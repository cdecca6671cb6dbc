from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.choices import Area, CodeKind, Density, Role
from accounts.models import Code, Organisation, Trainee

TABLES = {
    "kind": CodeKind.TRAINEE_KIND,
    "level": CodeKind.LEVEL,
    "area": CodeKind.AREA,
    "education": CodeKind.EDUCATION,
}


class TraineeForm(forms.ModelForm):
    """A trainee; a new one may belong to any organisation that is kept from here."""

    class Meta:
        model = Trainee
        fields = [
            *("organisation", "number", "name", "name_latin", "sex", "born_on", "post", "post_en"),
            *("level", "area", "kind", "education", "joined_on", "phone", "id_number"),
        ]
        labels = {"organisation": _("Organisation"), "name": _("Full name")}
        help_texts = {
            "name_latin": _("Left empty, it is spelt in pinyin."),
            "number": _("As the organisation numbers its people; imports find them by it."),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind in TABLES.items():
            self.fields[name].queryset = queries.codes(actor, kind)
        for name in ("born_on", "joined_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["phone"].widget.input_type = "tel"
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = queries.organisations(actor).filter(active=True)

    def _get_validation_exclusions(self):
        """Leave the pair with the staff number to the operation: it tells at the field."""
        return super()._get_validation_exclusions() | {"organisation"}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("What for?"), max_length=200)


class EraseForm(forms.Form):
    reason = forms.CharField(label=_("On whose request, and why?"), max_length=200)
    name = forms.CharField(label=_("Name of the person, to be sure"), max_length=80)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self):
        if self.cleaned_data["name"] != self.person.name:
            raise forms.ValidationError(_("This is not the name of the person on this page."))
        return self.cleaned_data["name"]


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(None, label=_("Organisation"))
    name = forms.CharField(label=_("Name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("With an address the link is sent there, too."),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.organisations(actor).filter(active=True)
        self.fields["organisation"].initial = actor.organisation


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class JoinForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("You sign in with it. A staff number is easy to remember."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
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
        fields = ["name", "name_en", "code", "kind", "seal_text", "region", "region_en"]
        help_texts = {
            "seal_text": _("One character of the name; it stands in the red square at the top."),
            "code": _("Imports and other systems name the organisation by it."),
        }


class NewOrganisationForm(OrganisationForm):
    """A new organisation needs a superior."""

    superior = forms.ModelChoiceField(None, label=_("Superior"))
    field_order = ["superior"]

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["superior"].queryset = queries.organisations(actor).filter(active=True)
        self.fields["superior"].initial = actor.organisation


class CodeForm(forms.ModelForm):
    class Meta:
        model = Code
        fields = ["kind", "code", "name", "name_en", "order", "active"]
        help_texts = {
            "active": _("An ended entry stays where it was used and is no longer offered.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].disabled = bool(self.instance.pk)


def scope_choices():
    """Every scope in words, area by area."""
    for area in Area:
        yield f"{area}:read", format_lazy(_("{area}: read"), area=area.label)
        yield f"{area}:write", format_lazy(_("{area}: change"), area=area.label)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What for?"), max_length=80, help_text=_("The system that will use it.")
    )
    days = forms.IntegerField(label=_("Valid for (days)"), min_value=1, max_value=366, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), widget=forms.CheckboxSelectMultiple, choices=scope_choices
    )
