"""The matrix as a page: every route and role, as declared and as tested."""

from tests.architecture.access import asking
from tests.architecture.access.tables import joined
from tests.architecture.access.walk import routes
from tests.architecture.access.words import ROLES

HEAD = """# Permissions

Every address of the portal and what it answers each role, as the tests prove it: about objects of the
own organisations. Objects of foreign organisations do not exist for anybody.

**R** reads, **W** writes, **–** is told that he may not, and why; an empty cell does not find it.
"""


def permissions() -> str:
    """Return the page in Markdown."""
    declared, patterns = joined("ROUTES"), routes()
    parts = [HEAD, "## Roles\n"]
    parts += [f"{n}. {label}" for n, label in enumerate(ROLES.values(), 1)]
    parts.append("\n## Answered without signing in\n")
    parts += [f"- `/{patterns[n].path}`: {r.public}" for n, r in declared.items() if r.public]
    numbers = " | ".join(str(n) for n, _role in enumerate(ROLES, 1))
    parts.append(f"\n## Routes\n\n| route | about | {numbers} |\n|---|---|{'---|' * len(ROLES)}")
    for name, route in declared.items():
        if not route.public:
            cells = " | ".join(cell(route, role) for role in ROLES)
            parts.append(f"| `{name.replace('|', '&#124;')}` | {route.on} | {cells} |")
    return "\n".join(parts) + "\n"


def cell(route, role) -> str:
    """What one role may do at one route, in a letter or two."""
    answers = {m: asking.expected(route, role, m) for m in route.may}
    read = answers.get("GET") == "ok"
    write = any(a == "ok" for m, a in answers.items() if m != "GET" and not m.endswith("?"))
    refused = "–" if "403" in answers.values() else ""
    return "R" * read + "W" * write or refused
