"""Forms: a label above, a hint, the fault at the field and in the summary."""

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _

from core.templatetags.marks import one_of

register = template.Library()

DASHES = BLANK_CHOICE_DASH[0][1]
WIDTHS = ("", "short", "wide", "full")
NATIVE = {
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
}
# The first class that fits names the kind; the order is from special to general.
KINDS = (
    (forms.CheckboxSelectMultiple, "group"),
    (forms.RadioSelect, "group"),
    (forms.CheckboxInput, "check"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
)
MANY, SHORT = 4, 22  # boxes with short words stand beside each other as soon as they are many
CSS = {"select": "form-select", "check": "form-check-input", "group": "form-check-input"}


def kind_of(widget) -> str:
    """Return how a widget is drawn."""
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "input")


def make_native(widget) -> None:
    """Give dates and times the browser's own picker, in the format it insists on."""
    for cls, (input_type, shape) in NATIVE.items():
        if isinstance(widget, cls) and widget.input_type == "text":
            widget.input_type, widget.format = input_type, shape
            return


def say_blank(field) -> None:
    """Name the empty choice of a list in words instead of Django's dashes."""
    words = _("Not set") if not field.required else _("Choose…")
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = words
        field.widget.choices = field.choices
    elif not isinstance(field, forms.ModelChoiceField) and hasattr(field.widget, "choices"):
        field.widget.choices = [
            (key, words if said == DASHES else said) for key, said in field.widget.choices
        ]


def described_by(bound, hint, counter) -> str:
    """Return the ids of everything that explains the field."""
    parts = [("hint", hint), ("error", bound.errors), ("count", counter)]
    return " ".join(f"{bound.auto_id}_{name}" for name, there in parts if there)


def attributes(bound, kind: str, hint, counter) -> dict:
    """Return the attributes of the control: class, description, fault."""
    attrs = {"class": CSS.get(kind, "form-control")}
    if said := described_by(bound, hint, counter):
        attrs["aria-describedby"] = said
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind == "textarea" and str(bound.field.widget.attrs.get("rows")) == "10":
        attrs["rows"] = 4  # Django's own ten rows push the rest of the form off the screen
    if counter:
        attrs["data-counter"] = f"{bound.auto_id}_count"
    return attrs


def wide(text: str) -> int:
    """Return how much room a text takes, in Latin letters: a Chinese one takes two."""
    return sum(2 if ord(letter) > 255 else 1 for letter in text)


def in_columns(options) -> bool:
    """Whether boxes stand in columns rather than below each other."""
    return len(options) > MANY and all(wide(str(one.choice_label)) <= SHORT for one in options)


@register.inclusion_tag("ui/field.html")
def field(bound, *, hint="", width="", scale: bool = False, low="", high="", unit=""):
    """Draw one form field of any kind.

    `scale=True` draws radio buttons as one row of equal boxes, with words under both ends.
    """
    one_of(width, WIDTHS, "width")
    widget = bound.field.widget
    make_native(widget)
    say_blank(bound.field)
    kind = kind_of(widget)
    hint = hint or bound.help_text
    limit = widget.attrs.get("maxlength") if kind == "textarea" else None
    attrs = attributes(bound, kind, hint, limit)
    options = bound.subwidgets if kind == "group" else ()
    return {
        "bound": bound,
        "kind": "scale" if scale else kind,
        "control": "" if kind == "group" else bound.as_widget(attrs=attrs),
        "options": options,
        "columns": in_columns(options),
        "attrs": attrs,
        "hint": hint,
        "limit": limit,
        "width": width,
        "low": low,
        "high": high,
        "unit": unit,
        "optional": not bound.field.required,
    }


def named(label, text) -> str:
    """Return a fault with the name of its field before it."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


@register.inclusion_tag("ui/faults.html")
def faults(*forms_):
    """List everything that is wrong, each with a link to its field; takes focus on load."""
    found = []
    for form in forms_:
        found += [{"id": "", "text": text} for text in form.non_field_errors()]
        found += [
            {"id": bound.id_for_label or bound.auto_id, "text": named(bound.label, text)}
            for bound in form
            for text in bound.errors
        ]
    return {"faults": found}


@register.inclusion_tag("ui/form_body.html")
def form_body(form):
    """Draw the summary of faults and every field of a form."""
    return {"form": form}
