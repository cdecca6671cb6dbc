"""Renew `docs/generated`: API description, state diagrams, data dictionary, permissions.

What lies there is committed; a test fails when it no longer says what the code says.
"""

import sys
from importlib import import_module
from io import StringIO
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override

FOLDER = Path(__file__).parents[1] / "docs" / "generated"


def api() -> str:
    """The OpenAPI description, validated; a warning is an error."""
    out = StringIO()
    with override("en"):
        call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return out.getvalue()


def states() -> str:
    """Every flow of every app as a diagram and a table."""
    # The process class needs the models, which are there only after setup.
    process = import_module("accounts.process").Process
    parts = ["# States\n"]
    for app in settings.OUR_APPS:
        package = import_module(app)
        if not module_has_submodule(package, "flow") or app == "core":
            continue
        module = import_module(f"{app}.flow")
        for name, found in vars(module).items():
            if isinstance(found, process):
                parts.append(_flow(app, name, found))
    return "\n".join(parts)


def _flow(app, name, process) -> str:
    with override("en"):
        moves = "\n".join(
            f"| {m.name} | {', '.join(sorted(m.source))} | {m.target}"
            f" | {m.rule.__name__} | {m.label} |"
            for m in process.flow
        )
        waits = "\n".join(
            f"| {state} | {w.label} | {w.role} | {w.days or '--'} |"
            for state, group in process.waits.items()
            for w in group
        )
    return (
        f"## {app}.{name}\n\n```mermaid\n{process.flow.mermaid()}\n```\n\n"
        f"| move | from | to | asks | button |\n|---|---|---|---|---|\n{moves}\n\n"
        f"| in state | waits | for the role | days |\n|---|---|---|---|\n{waits}\n"
    )


def dictionary() -> str:
    """Every table and field with its Chinese and English name."""
    parts = ["# Data dictionary\n"]
    for app in settings.OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            rows = "\n".join(_field(f) for f in model._meta.fields)
            parts.append(
                f"## {model._meta.label}\n\n{(model.__doc__ or '').strip().splitlines()[0]}\n\n"
                f"| field | type | 中文 | English |\n|---|---|---|---|\n{rows}\n"
            )
    return "\n".join(parts)


def _field(field) -> str:
    names = []
    for language in ("zh-hans", "en"):
        with override(language):
            names.append(str(field.verbose_name))
    kind = field.get_internal_type()
    if field.is_relation:
        kind = f"→ {field.related_model._meta.label}"
    return f"| {field.name} | {kind} | {names[0]} | {names[1]} |"


def permissions() -> str:
    """Every route and role, as the tests of access declare and prove it."""
    return import_module("tests.architecture.access.document").permissions()


DOCUMENTS = {
    "openapi.yaml": api,
    "states.md": states,
    "data-dictionary.md": dictionary,
    "permissions.md": permissions,
}


if __name__ == "__main__":
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, make in DOCUMENTS.items():
        (FOLDER / file).write_text(make(), "utf-8")
        sys.stdout.write(f"docs/generated/{file}\n")
