"""What import-linter cannot say. Each failure names the file and the line to change."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from accounts.tenancy import Scoped
from core import jobs

ROOT = Path(__file__).parents[2]
OURS = [apps.get_app_config(label) for label in settings.OUR_APPS]
INTERFACES = ("views", "api", "forms", "tables", "panels", "admin", "charts", "search", "receivers")
GENERATED = ("migrations", "static/css/build", "docs/generated", "templates/admin")


def files(pattern="*.py", *, below=None):
    """Source files of the project, without what tools write."""
    for folder in below or [app.name for app in OURS]:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if not any(part in path.as_posix() for part in GENERATED):
                yield path


def named(*names):
    """The modules of these names, whether file or package."""
    for path in files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if len(parts) > 1 and parts[1] in names:
            yield path


def nodes(paths):
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield path, node


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_interfaces_read_only_through_queries():
    bad = [
        where(p, n)
        for p, n in nodes(named(*INTERFACES))
        if isinstance(n, ast.Attribute)
        and n.attr in {"objects", "_base_manager", "_default_manager"}
    ]
    assert bad == []


def test_state_is_assigned_only_by_the_flow():
    bad = [
        where(p, t)
        for p, n in nodes(files())
        if isinstance(n, ast.Assign) and p.as_posix() != (ROOT / "core/flow.py").as_posix()
        for t in n.targets
        if isinstance(t, ast.Attribute) and t.attr == "state"
    ]
    assert bad == []


def modules(name):
    """Import `<app>.<name>` and, where it is a package, every module of it."""
    for app in OURS:
        for path in files(below=[app.name]):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if len(parts) > 1 and parts[1] == name:
                yield importlib.import_module(".".join(p for p in parts if p != "__init__"))


def public_functions(module):
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if inspect.unwrap(function).__module__ == module.__name__ and not name.startswith("_"):
            yield name, function


def test_public_queries_ask_for_an_actor_first():
    bad = [
        f"{module.__name__}.{name}"
        for module in modules("queries")
        for name, function in public_functions(module)
        if next(iter(inspect.signature(function).parameters), None) != "actor"
    ]
    assert bad == []


def test_public_operations_ask_a_rule():
    bad = [
        f"{module.__name__}.{name}"
        for module in modules("operations")
        for name, function in public_functions(module)
        if not hasattr(function, "rule")
    ]
    assert bad == []


def test_every_model_says_who_sees_it():
    exempt = {"accounts.user"}
    bad = [
        model._meta.label_lower
        for app in OURS
        for model in app.get_models()
        if model._meta.label_lower not in exempt
        and not issubclass(model, Scoped)
        and not model.__name__.endswith("Grant")
        and not model._meta.auto_created
    ]
    assert bad == []


def test_every_enqueued_job_has_a_handler():
    enqueued = {
        (where(p, n), a.value)
        for p, n in nodes(files())
        if isinstance(n, ast.Call)
        and getattr(n.func, "id", getattr(n.func, "attr", "")) == "enqueue"
        for a in n.args
        if isinstance(a, ast.Constant) and isinstance(a.value, str) and "." in a.value
    }
    assert enqueued
    assert {name for _where, name in enqueued} <= jobs.known_jobs()


def test_files_stay_short():
    long = [
        f"{p.relative_to(ROOT)}: {n} lines"
        for p in files(below=[*(a.name for a in OURS), "tools", "bench"])
        if (n := len(p.read_text("utf-8").splitlines())) > 300
    ]
    long += [
        f"{p.relative_to(ROOT)}: {n} lines"
        for p in files("*.html", below=["templates"])
        if (n := len(p.read_text("utf-8").splitlines())) > 130
    ]
    assert long == []


def test_templates_carry_no_style_and_no_script():
    rule = re.compile(
        r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)|javascript:""", re.I
    )
    bad = [
        f"{p.relative_to(ROOT)}: {found.group(0).strip()}"
        for p in files("*.html", below=["templates"])
        if (found := rule.search(p.read_text("utf-8")))
    ]
    assert bad == []


def test_every_template_is_used():
    text = "\n".join(p.read_text("utf-8") for p in files(below=[*(a.name for a in OURS)]))
    pages = list(files("*.html", below=["templates"]))
    text += "\n".join(p.read_text("utf-8") for p in pages)
    overriding = (
        "core/gallery/",
        "account/",
        "mfa/",
        "usersessions/",
        "allauth/",
        "admin/",
        "ui/",
        "drf_spectacular/",
    )
    bad = [
        name
        for p in pages
        if not (name := p.relative_to(ROOT / "templates").as_posix()).startswith(overriding)
        and name not in text
        and not re.fullmatch(r"\d{3}\.html", name)
    ]
    assert bad == []


def test_the_reviewed_list_of_unscoped_reads_is_short_and_every_reason_is_given():
    calls = [
        (where(p, n), n)
        for p, n in nodes(files())
        if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "unscoped"
    ]
    bad = [
        place
        for place, n in calls
        if not any(
            k.arg == "reason" and isinstance(k.value, ast.Constant) and len(k.value.value) > 15
            for k in n.keywords
        )
    ]
    assert bad == []
    assert len(calls) <= 45


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_project_speaks_of_itself_alone():
    rule = re.compile(r"(?<![\w.])/(work|root|farm|home)/\w|pypi\.org|npmjs|debian\.org", re.I)
    text = (
        "*.py",
        "*.html",
        "*.md",
        "*.toml",
        "*.txt",
        "*.css",
        "*.js",
        "*.po",
        "Makefile",
        "*.yml",
    )
    folders = [
        *(a.name for a in OURS),
        "templates",
        "static",
        "docs",
        "tests",
        "tools",
        "bench",
        "deploy",
        "locale",
    ]
    bad = [
        f"{p.relative_to(ROOT)}: {found.group(0)}"
        for pattern in text
        for p in files(pattern, below=folders)
        if p != Path(__file__) and (found := rule.search(p.read_text("utf-8", errors="replace")))
    ]
    assert bad == []
