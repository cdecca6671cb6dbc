from django import forms

from accounts import queries
from accounts.choices import CodeKind
from portfolios.models import EarlierTraining, Post

DAYS = ("starts_on", "ends_on")


class RecordForm(forms.ModelForm):
    """One line of what a person brings with him; the code tables are those of the clerk."""

    tables: dict[str, str] = {}

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        for name, table in self.tables.items():
            self.fields[name].queryset = queries.codes(actor, table)
        for name in DAYS:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _get_validation_exclusions(self):
        """Leave what a person can have once only to the operation: it tells in words."""
        return super()._get_validation_exclusions() | {"starts_on"}


class PostForm(RecordForm):
    tables = {"level": CodeKind.LEVEL}

    class Meta:
        model = Post
        fields = ["post", "employer", "level", "starts_on", "ends_on", "note"]


class EarlierTrainingForm(RecordForm):
    tables = {"category": CodeKind.CATEGORY}

    class Meta:
        model = EarlierTraining
        fields = [
            *("training", "institute", "category", "starts_on", "ends_on", "hours"),
            *("result", "score", "certificate", "note"),
        ]
