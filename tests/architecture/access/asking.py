"""One request as somebody, in a transaction that is rolled back, and what to make of the answer."""

import io
import logging
import re
import zipfile
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.template.base import Template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from pypdf import PdfReader

from accounts.access import security
from tests.architecture.access.tables import joined
from tests.architecture.access.walk import Pattern
from tests.architecture.access.words import Route

NOWHERE = 987_654_321
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[`\"](\w+)", re.I)
# What is written whoever asks: the session, and when a token was used.
ALWAYS = {"django_session", "usersessions_usersession", "accounts_apitoken"}
REFUSED = {401, 403, 404, 405}


@dataclass
class Answer:
    """What came back, which tables were written, and whether a rule said no on the way."""

    status: int
    body: bytes
    location: str
    kind: str
    written: set[str]
    denied: bool
    headers: dict

    @property
    def word(self) -> str:
        """The answer in one word, as the tables declare it."""
        if self.status == 302 and "/admin/login/" in self.location:
            return "to admin"  # who follows it signs in, or reads that this is for data stewards
        if self.status == 302 and "/account/login/" in self.location:
            return "sign in"
        if self.denied:
            return "403"  # told on the page that the person may see
        if self.status == 422 and "json" in self.kind:
            return "422"
        return str(self.status) if self.status in REFUSED or self.status >= 500 else "ok"

    @property
    def text(self) -> str:
        """Everything that can be read: archives unpacked, lines of calendars joined."""
        if self.body[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(self.body)) as archive:
                return "\n".join(
                    archive.read(n).decode("utf-8", "replace") for n in archive.namelist()
                )
        if self.body[:4] == b"%PDF":
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(self.body)).pages)
        plain = self.body.decode("utf-8", "replace")
        return plain.replace("\r\n ", "") if "calendar" in self.kind else plain


@cache
def things() -> dict:
    """Who sees which object."""
    return joined("THINGS")


def expected(route: Route, role: str | None, method: str) -> str:
    """What is declared: `ok`, `403`, `404`, `405`, `sign in` or `401`."""
    if role is None:
        return "ok" if route.public else "401" if route.is_api else "sign in"
    if method not in route.may:
        return "405"
    may = route.may[method]
    allowed = may is None or role in may
    if route.gate is not None and role not in route.gate:
        return "403"
    if route.on and role not in seers(route):
        return "404"
    return "ok" if allowed else route.refusal


def far(route: Route, role: str, method: str) -> set[str]:
    """What is fine for a foreign object, or one that does not exist: no role finds it.

    A role that may not do this with any object may be told so before it is looked for.
    """
    found = expected(route, role, method)
    return {"405"} if found == "405" else {"404", found} - {"ok"}


def seers(route: Route) -> frozenset[str]:
    """Who sees the object of the route."""
    return things()[route.on] if route.see is None else route.see


def pk_of(side, name: str):
    """The key of a named object of a side; a word that is no object stands for itself."""
    found = getattr(side, name, name)
    return getattr(found, "pk", found)


def first(pattern: Pattern) -> str:
    """The parameter that names the object the route is about."""
    return next((p for p in pattern.params if p in {"pk", "object_id"}), "")


def given(pattern: Pattern, route: Route) -> set[str]:
    """The parameters for which the declaration names something."""
    own = {first(pattern)} if route.on and first(pattern) else set()
    return own | route.params.keys()


def address(pattern: Pattern, route: Route, side, *, nowhere=False) -> str:
    """The address of the route about the objects of a side, or about one that does not exist."""
    keys = {k: pk_of(side, v) for k, v in route.params.items()}
    if name := route.on and first(pattern):
        keys[name] = NOWHERE if nowhere else pk_of(side, route.on)
    query = f"?{urlencode(route.query(side))}" if route.query else ""
    try:
        return reverse(pattern.name, kwargs=keys) + query
    except NoReverseMatch:
        hole = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
        path = hole.sub(lambda m: str(keys[m[1] or m[2]]), pattern.path)
        return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "")


def sent(route: Route, side, *, nowhere=False) -> dict:
    """The form that is sent: as declared, with the keys of a side."""
    given = route.data(side) if callable(route.data) else route.data
    if isinstance(given, list):
        return given
    return {k: NOWHERE if nowhere and k == "pk" else v for k, v in given.items()}


class _Heard(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@contextmanager
def listening():
    """Collect what is written to the security log."""
    heard = _Heard()
    security.addHandler(heard)
    try:
        yield heard.lines
    finally:
        security.removeHandler(heard)


@contextmanager
def undrawn(on: bool):
    """Answer without drawing pages, where only the status matters."""
    drawn = Template._render
    if on:
        Template._render = lambda self, context: ""
    try:
        yield
    finally:
        Template._render = drawn


@cache
def browser() -> Client:
    """One client for all: to start one loads every middleware."""
    return Client(raise_request_exception=False)


def ask(
    side, role: str | None, method: str, url: str, *, is_api=False, data=None, draw=True, look=None
):
    """Send one request as a role of a side (None: nobody) and collect the answer.

    `look` is called before everything is taken back.
    """
    client, more, written = browser(), {}, set()
    client.cookies = SimpleCookie()
    if role and is_api:
        more["headers"] = {"authorization": f"Bearer {side.tokens[role]}"}
    elif role:
        client.cookies = deepcopy(side.cookies[role])
    if method != "GET":
        more |= {"data": {} if data is None else data} | (
            {"content_type": "application/json"} if is_api else {}
        )

    def watch(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch), listening() as refusals:
        with undrawn(not draw):
            response = getattr(client, method.lower())(url, **more)
            body = b"".join(response) if response.streaming else response.content
        if look:
            look()
        transaction.set_rollback(True)
    return Answer(
        status=response.status_code,
        body=body,
        location=response.get("Location", ""),
        kind=response.get("Content-Type", ""),
        written=written - ALWAYS,
        denied=any(line.startswith("refused") for line in refusals),
        headers=dict(response.items()),
    )
