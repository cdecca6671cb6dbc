"""Home and statistics in the navigation."""

from django.utils.translation import gettext_lazy as _

from core import navigation
from insights import queries

navigation.register(
    navigation.Entry(
        label=_("Home"), url_name="home", icon="house", order=0, audience=lambda actor: True
    )
)
navigation.register(
    navigation.Entry(
        label=_("Statistics"),
        url_name="insights:statistics",
        icon="chart-column",
        order=90,
        audience=queries.may_read_statistics,
    )
)
