"""What a person may send: rows he sees, and fields that the page offers."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import models
from django.forms.models import ModelChoiceField

from tests.architecture.access import asking, fields
from tests.architecture.access.judging import PATTERNS, ROUTES, one_that_may

pytestmark = pytest.mark.django_db
KNOWN = sorted(ROUTES.keys() & PATTERNS.keys())
PAGES = [n for n in KNOWN if "GET" in ROUTES[n].may and not ROUTES[n].public]
WRITES = [
    (name, method)
    for name in KNOWN
    for method in ("POST", "PATCH", "PUT")
    if method in ROUTES[name].may and ROUTES[name].on
]
LEAST_FIELDS, LEAST_ROWS = 60, 60  # an enumeration that finds nothing must not pass


def said(field, value) -> str:
    """The words with which a field refuses a value."""
    try:
        field.clean([value] if hasattr(field, "_check_values") else value)
    except ValidationError as refused:
        return " ".join(refused.messages).replace(str(value), "…")
    return "taken"


def foreign_rows_taken(both, names):
    """Every field of the pages that takes a row of a foreign organisation, and all fields seen."""
    wrong, seen = set(), set()
    for name in names:
        url = asking.address(PATTERNS[name], ROUTES[name], both.ours)
        role = one_that_may(ROUTES[name], "GET")[0]
        with fields.built() as forms:
            asking.ask(both.ours, role, "GET", url, draw=False)
            for form, word, field in fields.references(forms):
                if strangers := both.far.get(field.queryset.model):
                    seen.add((type(form), word))
                    missing = said(field, asking.NOWHERE)
                    if any(said(field, one) != missing for one in sorted(strangers)[:20]):
                        wrong.add(f"{name}: {type(form).__name__}.{word}")
    return wrong, seen


def test_a_foreign_row_is_refused_like_one_that_does_not_exist(both):
    wrong, seen = foreign_rows_taken(both, PAGES)
    assert not wrong, "\n".join(sorted(wrong))
    assert len(seen) >= LEAST_FIELDS


def test_a_field_that_offers_all_rows_would_be_noticed(both, monkeypatch):
    first = ModelChoiceField.clean
    monkeypatch.setattr(
        ModelChoiceField, "clean", lambda self, value: first(everything(self), value)
    )
    wrong, _seen = foreign_rows_taken(both, ["programs:program_edit"])
    assert wrong


def everything(field):
    """The same field over all rows of its table."""
    field.queryset = field.queryset.model._base_manager.all()
    return field


def columns_written(both, writes):
    """Every column that a request wrote though its page does not offer it, and how many compared."""
    wrong, compared = set(), 0
    for name, method in writes:
        row = getattr(both.ours, ROUTES[name].on, None)
        if not isinstance(row, Model):
            continue
        plain, offered = after(both, name, method, row, {})
        sent = fields.attack(row, both.far, spared=offered)
        struck, _offered = after(both, name, method, row, sent)
        compared += plain is not None
        if None in (plain, struck):  # the row is deleted, with or without
            wrong |= {f"{name}: {method} deletes only sometimes"} if plain != struck else set()
            continue
        wrong |= {
            f"{name}: {method} wrote {column} {plain[column]!r} -> {value!r}"
            for column, value in struck.items()
            if column in sent
            and value != plain[column]
            and value == str(row._meta.get_field(column).to_python(sent[column]))
        }
    return wrong, compared


def test_fields_that_a_page_does_not_offer_are_not_written(both):
    wrong, compared = columns_written(both, WRITES)
    assert not wrong, "\n".join(sorted(wrong))
    assert compared >= LEAST_ROWS


def test_a_form_that_writes_all_that_is_sent_would_be_noticed(both, monkeypatch):
    first = models.construct_instance

    def careless(form, instance, *rest):
        for field in instance._meta.concrete_fields:
            if field.name in form.data and not field.remote_field and not field.primary_key:
                setattr(instance, field.name, field.to_python(form.data[field.name]))
        return first(form, instance, *rest)

    monkeypatch.setattr(models, "construct_instance", careless)
    wrong, _compared = columns_written(both, [("accounts:trainee_edit", "POST")])
    assert wrong


def after(both, name, method, row, more):
    """The row's columns after a request, and the names of the fields that were offered."""
    route, seen = ROUTES[name], {}
    data = asking.sent(route, both.ours)
    if not isinstance(data, dict):
        return None, set()
    known = type(row)._base_manager.filter(pk=row.pk)
    if "GET" in route.may and not route.is_api:
        data = shown(both, name, method) | data
    with fields.built() as forms:
        asking.ask(
            both.ours,
            one_that_may(route, method)[0],
            method,
            asking.address(PATTERNS[name], route, both.ours),
            is_api=route.is_api,
            data={**more, **data},
            draw=False,
            look=lambda: seen.update(columns(known)),
        )
    return seen or None, fields.accepted(forms) | data.keys()


def shown(both, name, method) -> dict:
    """The page's own forms as they are shown, ready to be sent back."""
    route = ROUTES[name]
    url, role = asking.address(PATTERNS[name], route, both.ours), one_that_may(route, method)[0]
    with fields.built() as forms:
        asking.ask(both.ours, role, "GET", url, draw=False)
    return fields.filled(forms)


def columns(row) -> dict:
    """The columns of a row as texts; nothing if there is no such row."""
    values = row.values().first() or {}
    return {column: str(value) for column, value in values.items()}
