"""What the forms of kept things have in common."""

import hashlib
import json

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.queries import codes
from resources import queries

NONE = "--"


class Seen(forms.Form):
    """A form that notices when somebody else has changed meanwhile what it is about to change.

    It carries a print of what was kept when the page was opened. If that has changed when it comes
    back, nothing is saved: fields that read otherwise say what is kept now, what was typed stays,
    and the next time it is saved over that.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def remember(self, kept) -> None:
        """Take the print of what is kept now: values that JSON knows, and rows."""
        words = json.dumps(kept, default=lambda one: getattr(one, "pk", str(one)), sort_keys=True)
        self.now = hashlib.sha256(words.encode()).hexdigest()[:16]
        self.fields["seen"].initial = self.now

    def clean(self):
        """Compare the prints."""
        data = super().clean()
        seen = self.cleaned_data.get("seen")
        if seen and seen != self.now:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.now
            for name in set(self.changed_data) - {"seen"}:
                said = gettext("kept now: %(value)s") % {"value": self.kept_words(name)}
                self.add_error(name, said)
            raise forms.ValidationError(
                _(
                    "Somebody else has changed this since you opened the page. What you typed is "
                    "still here, and what is kept now stands where it differs. Save again to "
                    "replace it."
                )
            )
        return data

    def kept_words(self, name: str) -> str:
        """Say in words what a field is about to replace."""
        field, value = self.fields[name], self[name].initial
        values = value if isinstance(value, list | tuple) else [value]
        if isinstance(field, forms.ModelChoiceField):
            keys = [getattr(one, "pk", one) for one in values if one]
            words = [field.label_from_instance(one) for one in field.queryset.filter(pk__in=keys)]
        elif isinstance(field, forms.ChoiceField):
            words = [str(said) for key, said in field.choices if key in values]
        else:
            words = [str(field.prepare_value(value) or "")]
        return gettext(", ").join(words) or NONE


class KeptForm(Seen, forms.ModelForm):
    """A form whose choices are the code tables that the actor may use."""

    tables: dict[str, str] = {}
    number = "code"

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, kind in self.tables.items():
            self.fields[name].queryset = codes(actor, kind)
        self.remember(self.initial)

    def validate_unique(self):
        """Say at the number what has it already: it may be retired, and on no list."""
        super().validate_unique()
        if self.number in self.errors:
            return
        if other := queries.numbered(self.actor, self.instance, self.number):
            said = _("“%(name)s” has this number already. Choose another one.")
            if not other.active:
                said = _("“%(name)s”, which is retired, has this number. Choose another one.")
            self.add_error(self.number, said % {"name": other})

    @property
    def sets(self) -> dict:
        """Return the chosen codes of each set, for the operation."""
        return {
            field.name: self.cleaned_data[field.name]
            for field in self._meta.model._meta.many_to_many
        }
