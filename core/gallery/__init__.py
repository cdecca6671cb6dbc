"""What the gallery page shows: every component in every state."""

from datetime import date

from django.contrib.contenttypes.models import ContentType

from core.gallery.people import SampleTable
from core.gallery.plots import charts, radar
from core.gallery.samples import Samples, Score
from core.gallery.words import WORDS, pick
from core.lists import Bulk
from core.templatetags.marks import TONES


def texts() -> dict:
    """Return the words of the gallery in the active language."""
    return {name: pick(*pair) for name, pair in WORDS.items()}


def everything(request) -> dict:
    """Return all the gallery needs."""
    bad = Samples({"bad-size": "180", "bad-ending": "9", "bad-reason": "…"}, prefix="bad")
    bad.is_valid()
    bulk = [Bulk(label=pick("提醒学习", "Remind"), url="#", icon="send")]
    return {
        "t": texts(),
        "states": list(zip(TONES, pick(*WORDS["states"]).split(), strict=True)),
        "form": Samples(initial={"ending": "1", "name": pick(*WORDS["programme"])}),
        "bad": bad,
        "score": Score(initial={"clear": 4}),
        "table": SampleTable(
            ContentType.objects.all(), request.GET, None, bulk=bulk, title=pick("人员", "People")
        ),
        "none": SampleTable(ContentType.objects.none(), {}, None, title=pick("新名单", "New list")),
        "excluded": SampleTable(
            ContentType.objects.all(),
            {"q": "zzz"},
            None,
            title=pick("筛选后的名单", "Filtered list"),
        ),
        "charts": charts(),
        "radar": radar(),
        "reasons": [
            (
                pick(
                    "岗位需要“电力市场”，她 58 分，目标 75",
                    "The post needs power markets: she has 58, the goal is 75",
                ),
                pick("2026-10 能力测评", "Assessment of October 2026"),
            )
        ],
        "against": [(pick("3 月是抄核收高峰", "March is the busiest month"), "")],
        "ticks": [
            (pick("级别符合", "Level fits"), True),
            (pick("日期不冲突", "No clash of dates"), False),
        ],
        "trend": [28, 26, 22, 19, 14, 9, 6],
        "starts_on": date(2027, 4, 12),
        "ends_on": date(2027, 4, 20),
        "swatches": [(n, n * 60, f"sw--{name}") for n, name in enumerate(SWATCHES)],
    }


SWATCHES = [
    *("ink-strong", "ink", "ink-2", "ink-3", "control", "line-2", "line", "canvas"),
    *("accent-strong", "accent", "accent-line", "accent-tint", "tenant", "amber-mark"),
    *("green", "red"),
]
