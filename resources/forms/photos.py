from django import forms
from django.utils.translation import gettext_lazy as _


class PhotoForm(forms.Form):
    """One more photograph of a base."""

    upload = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    caption = forms.CharField(
        label=_("What it shows"),
        max_length=120,
        help_text=_("For instance “Lecture hall for 80, second floor”."),
    )
