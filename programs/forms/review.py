from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Comment

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
