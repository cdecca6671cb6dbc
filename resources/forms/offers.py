from django import forms
from django.utils.translation import gettext_lazy as _

from resources import queries
from resources.forms.fields import SoughtField
from resources.forms.kept import Seen


class OffersForm(Seen):
    """Who gives a course in which of its formats: a row for each teacher, one more by typing."""

    add = SoughtField(
        "teacher",
        "number",
        ("name", "name_latin"),
        label=_("Add a teacher"),
        required=False,
        help_text=_("Type a part of the name or number and choose from the list."),
    )

    def __init__(self, *args, actor, course, **kwargs):
        super().__init__(*args, **kwargs)
        self.formats = list(course.formats.all())
        held: dict[int, list[int]] = {}
        for offer in course.offers.all():
            held.setdefault(offer.teacher_id, []).append(offer.format_id)
        self.fields["add"].queryset = queries.teachers(actor)
        listed = [int(pk) for pk in self._sent("listed") if pk.isdecimal()]
        self.teachers = list(queries.teachers(actor).filter(pk__in=[*held, *listed]))
        self.unseen = len(held.keys() - {one.pk for one in self.teachers})
        for teacher in self.teachers:
            self.fields[f"teacher_{teacher.pk}"] = forms.TypedMultipleChoiceField(
                label=teacher.label,
                choices=[(form.pk, form.label) for form in self.formats],
                coerce=int,
                required=False,
                initial=held.get(teacher.pk, []),
                widget=forms.CheckboxSelectMultiple,
            )
        self.remember(sorted((pk, sorted(forms)) for pk, forms in held.items()))

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(name) if self.is_bound else []

    @property
    def rows(self):
        """Each teacher with the boxes of the formats."""
        return [(teacher, self[f"teacher_{teacher.pk}"]) for teacher in self.teachers]

    @property
    def offers(self) -> set[tuple[int, int]]:
        """Return the pairs (format key, teacher key) that were ticked."""
        return {
            (form, teacher.pk)
            for teacher in self.teachers
            for form in self.cleaned_data[f"teacher_{teacher.pk}"]
        }

    def with_added(self) -> dict:
        """What was sent, with the teacher who was typed in as a row of all formats."""
        data, teacher = self.data.copy(), self.cleaned_data["add"]
        data["add"] = ""
        if teacher not in self.teachers:
            data.appendlist("listed", str(teacher.pk))
            data.setlist(f"teacher_{teacher.pk}", [str(form.pk) for form in self.formats])
        return data
