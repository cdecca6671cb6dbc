"""Pictures of what a need research has found."""

from django.utils.translation import gettext as _

from core.charts import Chart, Series
from surveys.choices import Kind
from surveys.queries import Result, Results

MOST = 20  # bars of one chart; the table below has all


def need(report: Results, labels: dict[str, str]) -> list[Chart]:
    """For each question its answers: means by subject, or how often each answer was chosen."""
    by_question: dict = {}
    for row in report.rows:
        if not row.hidden:
            by_question.setdefault(row.question, []).append(row)
    found = (_chart(question, rows, labels) for question, rows in by_question.items())
    return [chart for chart in found if chart]


def _chart(question, rows: list[Result], labels: dict[str, str]) -> Chart | None:
    if question.kind == Kind.SCALE and rows[0].subject:
        return _means(question, rows, labels)
    if question.kind in (Kind.CHOICE, Kind.MULTI):
        return _chosen(question, rows[0])
    return None


def _means(question, rows: list[Result], labels: dict[str, str]) -> Chart:
    ordered = sorted(rows, key=lambda row: -(row.mean or 0))[:MOST]
    names = [labels.get(row.subject, row.subject) for row in ordered]
    return Chart(
        kind="bar",
        title=question.label,
        message=_("Most needed: %(name)s, %(mean).1f of 5.")
        % {"name": names[0], "mean": ordered[0].mean},
        categories=names,
        series=[Series(_("Mean"), [round(row.mean, 1) for row in ordered])],
    )


def _chosen(question, row: Result) -> Chart:
    texts = [text for _place, text in question.choices]
    shares = [round(100 * count / row.n) for count in row.counts]
    best = max(range(len(shares)), key=shares.__getitem__)
    return Chart(
        kind="bar",
        title=question.label,
        message=_("%(percent)s %% chose “%(answer)s”; %(n)s answered.")
        % {"percent": shares[best], "answer": texts[best], "n": row.n},
        categories=texts,
        series=[Series(_("Chosen by"), shares)],
        unit="%",
    )
