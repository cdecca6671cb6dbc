"""Home, search, statistics."""

from tests.architecture.access.words import EVERYBODY, STAFF, read

ROUTES = {
    "home": read(EVERYBODY),
    "insights:search": read(EVERYBODY),
    "insights:statistics": read(STAFF),
}
