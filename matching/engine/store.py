"""Trained matchers as signed bytes: JSON and plain arrays, never code.

Layout: magic (8), version (4, big endian), header length (4), header (JSON), body (npz),
HMAC-SHA256 over all of it (32). The signature is checked before anything is parsed, so a file
that was not written with the key is never read. The key lives outside the database.
"""

import hashlib
import hmac
import io
import json
import struct
import zipfile
from typing import Any, Literal

import numpy as np

from matching.engine.calibration import Calibration
from matching.engine.encoding import Encoder
from matching.engine.features import Schema
from matching.engine.matcher import Matcher
from matching.engine.models import STORABLE
from matching.engine.past import Past

MAGIC = b"TPMATCH\n"
VERSION = 2
HEAD = struct.Struct(">8sII")
SIGNED = 32
MOST_BYTES = 512 * 1024 * 1024
DTYPES = {"float32", "float64", "int32", "int64", "bool"}
OWN = ("counts", "mass", "usual", "places")
Reason = Literal["size", "magic", "version", "signature", "header", "digest", "arrays", "schema"]


class Refused(ValueError):
    """Stored bytes that are not used. reason : what was wrong."""

    def __init__(self, reason: Reason):
        self.reason = reason
        super().__init__(f"stored matcher refused: {reason}")


def save(matcher: Matcher, *, key: bytes) -> bytes:
    """Bytes that `load` with the same key turns into an equal matcher.

    key : at least 16 bytes, else ValueError.  Equal matchers give equal bytes.
    """
    _check_key(key)
    model, arrays = matcher.model.state()
    past, past_arrays = matcher.past.encoder.state()
    named = {f"model.{n}": a for n, a in arrays.items()}
    named |= {f"encoder.{n}": a for n, a in past_arrays.items()}
    named |= {f"past.{n}": getattr(matcher.past, n) for n in ("points", "taken", "success")}
    named |= {f"held.{f}": counts for f, counts in enumerate(matcher.past.held)}
    named |= {n: getattr(matcher, n) for n in OWN if getattr(matcher, n) is not None}
    named["bias"] = matcher.calibration.bias
    body = _pack(named)
    header = {
        "kind": matcher.model.kind,
        "schema": matcher.schema.to_dict(),
        "schema_sha256": matcher.schema.digest(),
        "classes": list(matcher.classes),
        "audience": {c: {f: sorted(v) for f, v in a.items()} for c, a in matcher.audience.items()},
        "temperature": matcher.calibration.temperature,
        "tau": matcher.tau,
        "thin": matcher.thin,
        "note": matcher.note,
        "model": model,
        "encoder": past,
        "people": matcher.past.people,
        "arrays": {n: [str(a.dtype), list(a.shape)] for n, a in named.items()},
        "body_sha256": hashlib.sha256(body).hexdigest(),
    }
    text = json.dumps(header, sort_keys=True, ensure_ascii=False).encode()
    content = HEAD.pack(MAGIC, VERSION, len(text)) + text + body
    return content + _sign(key, content)


def load(data: bytes, *, key: bytes, schema: Schema | None = None) -> Matcher:
    """Give back the matcher of `save`; O(size).

    schema : if given, the schema the caller works with now.
    Raises `Refused`: cut, changed, foreign or other-version bytes, or another schema.
    """
    _check_key(key)
    content = _trusted(data, key)
    _magic, _version, length = HEAD.unpack_from(content)
    text, body = content[HEAD.size : HEAD.size + length], content[HEAD.size + length :]
    header = _header(text)
    if hashlib.sha256(body).hexdigest() != header.get("body_sha256"):
        raise Refused("digest")
    found = Schema.from_dict(header["schema"])
    if found.digest() != header["schema_sha256"] or (schema and schema.digest() != found.digest()):
        raise Refused("schema")
    return _rebuild(header, found, _unpack(body, header["arrays"]))


def _trusted(data: bytes, key: bytes) -> bytes:
    """Content without its signature, once size, magic, version and signature are right."""
    if not HEAD.size + SIGNED < len(data) <= MOST_BYTES:
        raise Refused("size")
    content, signature = data[:-SIGNED], data[-SIGNED:]
    magic, version, _length = HEAD.unpack_from(content)
    if magic != MAGIC:
        raise Refused("magic")
    if version != VERSION:
        raise Refused("version")
    if not hmac.compare_digest(signature, _sign(key, content)):
        raise Refused("signature")
    return content


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except ValueError as error:
        raise Refused("header") from error
    if not isinstance(header, dict) or header.get("kind") not in STORABLE:
        raise Refused("header")
    return header


def _pack(named: dict[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **named)
    return out.getvalue()


def _unpack(body: bytes, wanted: dict[str, list]) -> dict[str, np.ndarray]:
    """Arrays of exactly the promised names, types and shapes."""
    if any(dtype not in DTYPES for dtype, _shape in wanted.values()):
        raise Refused("arrays")
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, zipfile.BadZipFile, EOFError) as error:
        raise Refused("arrays") from error
    if {n: [str(a.dtype), list(a.shape)] for n, a in arrays.items()} != wanted:
        raise Refused("arrays")
    return arrays


def _rebuild(header: dict[str, Any], schema: Schema, arrays: dict[str, np.ndarray]) -> Matcher:
    past = Past(
        Encoder.restore(header["encoder"], _under("encoder.", arrays)),
        **_under("past.", arrays),
        people=header["people"],
        held=[arrays[f"held.{f}"] for f in range(len(header["encoder"]["coders"]))],
    )
    return Matcher(
        schema=schema,
        classes=tuple(header["classes"]),
        model=STORABLE[header["kind"]].restore(header["model"], _under("model.", arrays)),
        calibration=Calibration(header["temperature"], arrays["bias"]),
        audience=header["audience"],
        past=past,
        **{name: arrays.get(name) for name in OWN},
        tau=header["tau"],
        thin=header["thin"],
        note=header["note"],
    )


def _under(prefix: str, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}


def _sign(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, hashlib.sha256)


def _check_key(key: bytes) -> None:
    if len(key) < 16:
        raise ValueError("the signing key needs at least 16 bytes")
