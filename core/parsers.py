"""Reading what the API is sent; apart from `core.api`, which imports the views that need this."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class CarefulJSONParser(JSONParser):
    """JSON nested deeper than Python follows is malformed, not a fault of ours."""

    def parse(self, stream, media_type=None, parser_context=None):
        """Return what was sent. Raises `ParseError`."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("The JSON is nested too deeply.")) from None
