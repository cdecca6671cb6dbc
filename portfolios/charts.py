"""Pictures of a learning record."""

from django.utils.translation import gettext as _

from core.charts import Chart, Series
from core.charts.values import MOST_SERIES
from portfolios.queries import Hours

LAST_YEARS = 6


def hours(found: Hours) -> Chart | None:
    """Hours of the last years, each year one bar in the colours of the categories."""
    if not found.years:
        return None
    years = found.years[-LAST_YEARS:]
    rows = sorted(found.by_category.items(), key=lambda pair: -sum(pair[1].values()))
    series = [(code.label, [by.get(year, 0) for year in years]) for code, by in rows]
    return Chart(
        kind="stacked",
        title=_("Hours by year and category"),
        message=_("%(hours)d hours in all, %(last)d of them in %(year)s.")
        % {"hours": found.total, "last": found.of_year(years[-1]), "year": years[-1]},
        categories=[str(year) for year in years],
        series=[Series(label, values) for label, values in _folded(series)],
        unit=_("h"),
    )


def _folded(series: list[tuple]) -> list[tuple]:
    """Keep the largest categories apart and add up the rest: a chart has room for six."""
    if len(series) <= MOST_SERIES:
        return series
    kept, rest = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
    return [
        *kept,
        (_("Others"), [sum(column) for column in zip(*(v for _l, v in rest), strict=True)]),
    ]
