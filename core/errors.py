"""One base for every 'no' that is not a bug."""

from contextlib import contextmanager

from django.contrib import messages
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The business says no: a sentence for the person, a code for programs.

    A subclass sets `code` and `message`; named parameters fill the message:
    `class Full(Refusal): code = "full"; message = _("All {places} places are taken.")`.
    `errors` names each fault of what was sent: dicts of path, code, detail. `field` is the field
    of a form that it is about, if there is one.
    """

    code = "refused"
    message = _("This cannot be done.")
    status = 409
    errors: tuple[dict, ...] = ()
    field = ""

    def __init__(self, message=None, /, **params):
        super().__init__(message)
        if message is not None:
            self.message = message
        self.params = params

    def __str__(self):
        return str(self.message).format(**self.params) if self.params else str(self.message)


@contextmanager
def told_to(request):
    """Show a refusal to the person instead of failing the page."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))


@contextmanager
def added_to(form, field=None):
    """Put a refusal where it belongs: at its field, or at the form that has no such field."""
    try:
        yield
    except Refusal as refusal:
        own = refusal.field if refusal.field in form.fields else None
        form.add_error(field or own, str(refusal))
