"""Files of any kind that people attach: what they are by their content, and the words in them."""

from core.documents.read import text_of
from core.documents.types import BadDocument, Type, type_of

__all__ = ["BadDocument", "Type", "text_of", "type_of"]
