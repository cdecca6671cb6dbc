from django import forms
from django.utils.translation import gettext_lazy as _

TOGETHER = 50  # megabytes in one go: what the server in front lets through


class Several(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """One or more files; a list of them."""

    widget = Several

    def clean(self, data, initial=None):
        """Check every file by itself, and all together."""
        files = [super(SeveralFiles, self).clean(one) for one in data or [None]]
        if sum(file.size for file in files) > TOGETHER * 1024 * 1024:
            raise forms.ValidationError(
                _("Together the photos are larger than %(most)s MB. Choose fewer at once."),
                params={"most": TOGETHER},
            )
        return files


class PhotoForm(forms.Form):
    """One more photograph of a base, or several."""

    uploads = SeveralFiles(
        label=_("Photos"),
        help_text=_("JPEG, PNG or WebP, at most 20 MB each. You may choose several."),
        allow_empty_file=True,  # refused later, with the others that are no photographs
        widget=Several(attrs={"accept": "image/*"}),
    )
    caption = forms.CharField(
        label=_("What it shows"),
        max_length=120,
        help_text=_("For instance “Lecture hall for 80, second floor”. Several are numbered."),
    )
