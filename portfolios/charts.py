from django.utils.translation import gettext as _

from core.charts import Chart, Series


def hours(years) -> Chart:
    """Hours completed, by year."""
    shown = sorted(years, key=lambda y: y.year)[-6:]
    total = sum(y.hours for y in shown)
    return Chart(
        kind="column",
        title=_("Hours by year"),
        message=_("%(hours)d hours in %(years)d years.") % {"hours": total, "years": len(shown)},
        categories=[str(y.year) for y in shown],
        series=[Series(_("Hours"), [y.hours for y in shown])],
    )
