"""The maintenance of data: every table of the admin site, by the kind of its page.

A table of the admin site is declared in `TABLES`, with its object and what can be done to it.
"""

from tests.architecture.access.words import (
    EVERYBODY,
    NOBODY,
    STEWARDS,
    Route,
    page,
    post,
    read,
    who,
)

STEWARDING = STEWARDS  # others are led to the sign-in of the admin site, which says why not
TOP = who("administrator")
OWN = {"add": True, "change": True}
KEPT = {"add": TOP}  # what an institute keeps, nobody changes for it
TABLES = {
    "accounts_organisation": ("north", STEWARDING, {"change": True}),
    "accounts_code": ("code", STEWARDING, {**OWN, "exchange": True}),
    "accounts_trainee": ("trainee", STEWARDING, OWN),
    "accounts_member": ("member", STEWARDING, {}),
    "accounts_auditentry": ("entry", STEWARDING, {}),
    "accounts_job": ("job", STEWARDING, {}),
    "accounts_apitoken": ("token", STEWARDING, {}),
    "resources_course": ("course", STEWARDING, KEPT),
    "resources_teacher": ("given_by", STEWARDING, KEPT),
    "resources_base": ("base", STEWARDING, KEPT),
    "resources_room": ("room", STEWARDING, KEPT),
    "surveys_questionnaire": ("questionnaire", STEWARDING, {"add": True, "change": TOP}),
}


def table(name, thing, stewards, can) -> dict[str, Route]:
    """The routes of one table of the admin site."""

    def may(action):
        found = can.get(action, NOBODY)
        return stewards if found is True else found

    row = {"on": thing, "see": stewards, "gate": stewards}
    routes = {
        f"admin:{name}_changelist": page(stewards),
        f"admin:{name}_add": page(may("add")),
        f"admin:{name}_change": page(stewards, post=may("change"), **row),
        f"admin:{name}_delete": page(NOBODY, **row),
        f"admin:{name}_history": read(stewards, **row),
        f"admin:admin/{name.replace('_', '/')}/<path:object_id>/": read(stewards, object_id="1"),
    }
    if "exchange" in can:
        routes |= {
            f"admin:{name}_import": page(stewards),
            f"admin:{name}_process_import": post(stewards),
            f"admin:{name}_export": page(stewards),
        }
    return routes


ROUTES = {
    "admin:index": read(STEWARDING),
    "admin:login": read(EVERYBODY, absent=True),
    "admin:logout": page(EVERYBODY, absent=True),
    "admin:password_change": page(STEWARDING),
    "admin:password_change_done": read(STEWARDING),
    "admin:autocomplete": read(STEWARDING, absent=True),
    "admin:jsi18n": read(STEWARDING),
    "admin:view_on_site": read(STEWARDING, absent=True, content_type_id="1", object_id="1"),
    "admin:app_list": read(STEWARDING, app_label="accounts"),
    "admin:admin/(?P<url>.*)$": read(STEWARDING, absent=True, url="nowhere/"),
    **{k: v for name, row in TABLES.items() for k, v in table(name, *row).items()},
}
