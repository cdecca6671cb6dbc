"""Pictures of what was answered."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart, Series
from evaluation.queries import Report
from surveys.choices import SCALE


def distribution(report: Report) -> Chart | None:
    """How the answers to each question spread over the five points, in percent."""
    counts = _by_question(report)
    if not counts:
        return None
    shares = {label: _percent(row) for label, row in counts.items()}
    agreeing = sum(sum(row[3:]) for row in counts.values())
    total = sum(sum(row) for row in counts.values())
    return Chart(
        kind="stacked",
        title=_("How the answers are spread"),
        message=_("%(percent)d %% of all answers are 4 or 5 points.")
        % {"percent": round(100 * agreeing / total)},
        categories=list(shares),
        series=[
            Series(_point(point), [row[place] for row in shares.values()])
            for place, point in enumerate(SCALE)
        ],
        unit="%",
    )


def _by_question(report: Report) -> dict[str, list[int]]:
    """Add up the answers of all subjects of a question; hidden ones are left out."""
    counts: dict[str, list[int]] = {}
    for row in report.trainees.rows:
        if not row.hidden and len(row.counts) == len(SCALE):
            so_far = counts.get(row.question.label, [0] * len(SCALE))
            counts[row.question.label] = [a + b for a, b in zip(so_far, row.counts, strict=True)]
    return counts


def _percent(row: list[int]) -> list[int]:
    """Whole percents that add up to 100: the largest remainders are rounded up."""
    exact = [100 * n / sum(row) for n in row]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(row)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: 100 - sum(shares)]:
        shares[place] += 1
    return shares


def _point(point: int) -> str:
    return ngettext("%(points)d point", "%(points)d points", point) % {"points": point}
