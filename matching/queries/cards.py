"""The figures of a model's card, with names instead of codes."""

from accounts.access import Actor
from accounts.choices import CodeKind, Sex
from matching import words
from matching.models import Model
from matching.queries import watching
from matching.queries.history import tables
from matching.sentences import NAMES
from matching.words import FIELDS, KINDS

FIRST = ("sex", "age", "level")


def rows(actor: Actor, report: dict) -> list[dict]:
    """Every model compared, the best order first; shares in per cent, results of 100."""
    return [
        {
            "name": NAMES.get(one["name"], one["name"]),
            "chosen": one["name"] == report["best"],
            "top1": 100 * one["figures"]["top1"],
            "top3": 100 * one["figures"]["top3"],
            **{name: one["figures"][name] for name in ("mrr", "macro_f1", "ece")},
            "worth": 100 * one["value"]["value"],
            "error": 100 * (one["value"]["error"] or 0),
        }
        for one in sorted(report["judged"], key=lambda one: -one["figures"]["mrr"])
    ]


def groups(actor: Actor, report: dict) -> list[dict]:
    """How the model did for the groups of every field; no figures under 30 people."""
    labels = tables(actor).labels
    return [
        {
            "field": FIELDS.get(one["field"], one["field"]),
            "value": _value(labels, one["field"], one["value"]),
            "n": one["n"],
            "mrr": one["mrr"],
            "top3": None if one["top3"] is None else 100 * one["top3"],
            "shown": "" if one["top3"] is None else f"{100 * one['top3']:.0f} %",
        }
        for one in sorted(report["subgroups"], key=_asked_first)
        if one["mrr"] is not None or one["field"] in FIRST
    ]


def drifts(actor: Actor, model: Model) -> list[dict]:
    """Field by field, whether today's people are those the model in use learned from."""
    return [
        {
            "label": FIELDS.get(one.field, one.field),
            **{name: getattr(one, name) for name in ("n", "index", "limit", "drifted")},
        }
        for one in watching.drifts(actor, model)
    ]


def themes(actor: Actor, model: Model) -> list[dict]:
    """Past results of each theme, the most first."""
    labels = tables(actor).labels
    found = [
        {"label": labels.get((CodeKind.THEME, theme), theme), "n": pair[0], "good": pair[1]}
        for theme, fields in model.evidence.items()
        for pair in [fields[""][""]]
    ]
    return sorted(found, key=lambda row: -row["n"])


def _asked_first(group: dict) -> int:
    """Sex, age and level stand first; the order of the others stays."""
    return FIRST.index(group["field"]) if group["field"] in FIRST else len(FIRST)


def _value(labels: dict, field: str, value: str) -> str:
    if field == "sex" and value in Sex.values:
        return Sex(value).label
    if ".." in value:
        return words.span(value)
    return labels.get((KINDS.get(field), value), value)
