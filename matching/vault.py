"""Trained models at rest: signed bytes, the key of which never lies in the database."""

from functools import lru_cache

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from matching.engine import store
from matching.engine.matcher import Matcher
from matching.facts import SCHEMA


class Unusable(Refusal):
    """The stored bytes are not what was written, or belong to another version of the portal."""

    code = "model_unusable"
    status = 503
    message = _(
        "Model no. {number} is not used: what is stored does not carry our signature or was "
        "written for other fields. The department can take an earlier model into use or train "
        "again; until then suggestions follow the rules."
    )


def key() -> bytes:
    """Derive the signing key from the installation's secret."""
    return salted_hmac("matching.model", "", algorithm="sha256").digest()


def person_key(pk: int) -> str:
    """A name for a person inside a model: equal for equal people, and nobody's number."""
    return salted_hmac("matching.person", str(pk)).hexdigest()[:16]


def pack(matcher: Matcher) -> tuple[bytes, str]:
    """Signed bytes and the signature to keep beside them."""
    content = store.save(matcher, key=key())
    return content, content[-store.SIGNED :].hex()


def unpack(model, content) -> Matcher:
    """Give back the matcher of a stored model; it has to know today's fields. Raises `Unusable`."""
    try:
        return _unpacked(bytes(content or b""), model.signature, key())
    except store.Refused as refused:
        raise Unusable(number=model.number) from refused


@lru_cache(maxsize=4)
def _unpacked(content: bytes, signature: str, secret: bytes) -> Matcher:
    if content[-store.SIGNED :].hex() != signature:
        raise store.Refused("signature")
    return store.load(content, key=secret, schema=SCHEMA)
