"""Learning records."""

from tests.architecture.access.words import EVERYBODY, read

ROUTES = {
    "portfolios:own": read(EVERYBODY),
    "portfolios:record": read(on="trainee"),
    "portfolios:record_panel": read(on="trainee"),
}
