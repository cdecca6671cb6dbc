"""The words in which a route is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ROLES = {
    "trainee": "trainee of the unit",
    "teacher": "teacher of the institute",
    "mentor": "mentor of the enterprise",
    "unit_manager": "manager of the unit",
    "unit_steward": "data steward of the unit",
    "neighbour": "manager of another unit of the department",
    "department_manager": "manager of the department",
    "approver": "approver of the department",
    "viewer": "viewer of the department",
    "institute_manager": "manager of the institute",
    "enterprise_manager": "manager of the enterprise",
    "administrator": "data steward of the department, superuser",
}


def who(names: str) -> frozenset[str]:
    """Some of the roles, by name."""
    chosen = frozenset(names.split())
    if unknown := chosen - ROLES.keys():
        raise LookupError(f"no such role: {sorted(unknown)}")
    return chosen


EVERYBODY = frozenset(ROLES)
PERSONS = who("trainee teacher mentor")
STAFF = EVERYBODY - PERSONS
UNIT = who("unit_manager unit_steward")
DEPARTMENT = who("department_manager approver viewer administrator")
UNIT_MANAGERS = who("unit_manager")
MANAGERS = who("unit_manager department_manager")
ALL_MANAGERS = who("unit_manager neighbour department_manager institute_manager enterprise_manager")
KEEPERS = who("unit_manager unit_steward department_manager administrator")
ALL_KEEPERS = ALL_MANAGERS | KEEPERS
STEWARDS = who("unit_steward administrator")
INSTITUTE = who("institute_manager")
NOBODY: frozenset[str] = frozenset()
PAGE, API = ("GET", "POST"), ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """What a route answers.

    `may` maps a method to the roles that may use it; None stands for everybody who sees the object
    called `on`. `see` names these where it is not everybody of `THINGS`. Roles outside `gate` get
    403 for any key: they are asked before the object is looked for. `refusal` is what the others
    get where it is not 403. `keeps`: a form that is not complete is kept as a draft. `absent`: in
    this world there is nothing to show. `via` groups public pages of one purpose.
    """

    may: Mapping[str, frozenset[str] | None]
    methods: tuple[str, ...] = PAGE
    on: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    data: Mapping | Callable = field(default_factory=dict)
    see: frozenset[str] | None = None
    gate: frozenset[str] | None = None
    refusal: str = "403"
    keeps: bool = False
    query: Callable | None = None
    absent: bool = False
    public: str = ""
    via: str = ""

    @property
    def is_api(self) -> bool:
        """Whether it is asked with a token and answers in JSON."""
        return self.methods == API


FIELDS = Route.__dataclass_fields__.keys() - {"may", "methods", "params"}


def page(may=None, *, post=None, **more) -> Route:
    """A page with a form; the form is sent by `post`, or by everybody who reads it."""
    return _route({"GET": may, "POST": may if post is None else post}, **more)


def read(may=None, **more) -> Route:
    """A page or file without a form: to send to it is to read it, or is not allowed."""
    return _route({"GET": may, "POST?": may}, **more)


def post(may=None, **more) -> Route:
    """A button: it cannot be read."""
    return _route({"POST": may}, **more)


def public(reason: str, *, post=False, **more) -> Route:
    """Answered without signing in, for a reason."""
    may = {"GET": EVERYBODY, ("POST" if post else "POST?"): EVERYBODY}
    return _route(may, public=reason, **more)


def api(**more) -> Route:
    """A route of the API: the methods it knows in capitals."""
    may = {k: v for k, v in more.items() if k.isupper()}
    rest = {k: v for k, v in more.items() if not k.isupper()}
    return _route(may, methods=API, **rest)


def _route(may, methods=PAGE, **more) -> Route:
    params = {k: v for k, v in more.items() if k not in FIELDS}
    known = {k: v for k, v in more.items() if k in FIELDS}
    return Route(may=may, methods=methods, params=params, **known)
