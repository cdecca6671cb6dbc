"""The charts of the statistics page."""

from django.utils.translation import gettext as _

from core.charts import Chart, Series


def ages(data):
    """Age pyramid; Fig. 1 of the survey of leaders."""
    total = sum(map(sum, data.ages.values())) or 1
    over = sum(sum(data.ages[band]) for band in list(data.ages)[2:])
    return Chart(
        kind="pyramid",
        title=_("Age and sex"),
        message=_("%(percent)d %% are 46 or older.") % {"percent": round(100 * over / total)},
        categories=list(data.ages),
        series=[
            Series(_("Men"), [men for men, _women in data.ages.values()]),
            Series(_("Women"), [women for _men, women in data.ages.values()]),
        ],
    )


def formats(data):
    """Which formats people prefer; Fig. 3."""
    first = data.formats[0] if data.formats else ("--", 0)
    return Chart(
        kind="bar",
        title=_("Preferred formats"),
        message=_("%(percent)d %% prefer %(format)s.")
        % {"percent": round(first[1]), "format": first[0]},
        categories=[name for name, _share in data.formats],
        series=[
            Series(_("Share of the people"), [round(share, 1) for _name, share in data.formats])
        ],
        unit="%",
    )


def results(data):
    """Mean result by year."""
    last = data.satisfaction[-1] if data.satisfaction else (0, 0.0, 0)
    return Chart(
        kind="column",
        title=_("Mean result by year"),
        message=_("%(year)d: %(mean).1f points over %(n)d results.")
        % {"year": last[0], "mean": last[1], "n": last[2]},
        categories=[str(year) for year, _mean, _n in data.satisfaction],
        series=[Series(_("Points"), [round(mean, 1) for _year, mean, _n in data.satisfaction])],
    )


def trained(data):
    """People who were given a result, by year."""
    last = data.satisfaction[-1]
    return Chart(
        kind="column",
        title=_("People trained by year"),
        message=_("%(n)d results in %(year)d.") % {"n": last[2], "year": last[0]},
        categories=[str(year) for year, _mean, _n in data.satisfaction],
        series=[Series(_("Number of results"), [n for _year, _mean, n in data.satisfaction])],
    )
