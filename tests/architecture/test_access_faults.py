"""The matrix would notice: each fault seeded here is caught."""

import pytest
from django.contrib.auth.middleware import LoginRequiredMiddleware

from accounts import queries, rules, tenancy
from accounts.access import YES
from accounts.middleware import ActorMiddleware
from accounts.models import Code, Member, Trainee
from accounts.tokens import TokenAuthentication
from evaluation import rules as evaluation_rules
from intake import rules as intake_rules
from matching import rules as matching_rules
from programs.models import Plan, Program
from programs.queries import compose, plan
from programs.rules import enrolment as people_rules
from programs.rules import program as program_rules
from resources import rules as resource_rules
from tests.architecture.access import asking, judging

pytestmark = [pytest.mark.django_db]


def everything(model):
    """A query that forgot for whom it reads."""
    return lambda actor, *_more: model.objects.unscoped(reason="a seeded fault of the tests")


def yes(*_args):
    return YES


def passed_on(*_args, **_more):
    return None


FAULTS = {
    "nobody is asked to sign in": (LoginRequiredMiddleware, "process_view", passed_on, "home"),
    "the list of trainees is not scoped": (
        queries,
        "trainees",
        everything(Trainee),
        "accounts:trainee",
    ),
    "the members are not scoped": (
        queries,
        "members",
        everything(Member),
        "api:accounts-members-detail",
    ),
    "the codes are not scoped": (queries, "all_codes", everything(Code), "accounts:code_edit"),
    "the programmes are not scoped": (
        compose,
        "programs",
        everything(Program),
        "programs:program_compose",
    ),
    "the plans are not scoped": (plan, "plans", everything(Plan), "api:programs-plans-detail"),
    "an organisation sees its superior's rows": (
        tenancy,
        "_organised",
        lambda model, actor: ~tenancy.nobody(),
        "accounts:job",
    ),
    "a person sees rows that do not name him": (
        tenancy,
        "_named",
        lambda model, actor: ~tenancy.nobody(),
        "programs:program",
    ),
    "anyone manages": (rules, "may_manage", yes, "accounts:organisation_edit"),
    "anyone keeps people": (rules, "may_keep", yes, "accounts:trainee_edit"),
    "anyone reads lists of people": (rules, "may_see_people", yes, "accounts:trainee_list"),
    "anyone reads the trail": (rules, "may_read_audit", yes, "accounts:audit_list"),
    "anyone changes a programme": (program_rules, "may_edit", yes, "programs:program_edit"),
    "anyone takes attendance": (people_rules, "may_record_attendance", yes, "programs:attendance"),
    "anyone edits a course": (resource_rules, "may_keep", yes, "resources:course_edit"),
    "anyone shares a course": (resource_rules, "may_share", yes, "resources:course_share"),
    "anyone reads evaluations": (evaluation_rules, "may_see_results", yes, "evaluation:results"),
    "anyone reads received files": (intake_rules, "may_read", yes, "intake:batch"),
    "anyone trains a model": (matching_rules, "may_train", yes, "matching:model_list"),
    "a user without a role goes on": (
        ActorMiddleware,
        "process_exception",
        passed_on,
        "accounts:trainee_list",
    ),
    "any token is good": (TokenAuthentication, "authenticate", passed_on, "api:accounts-me-list"),
}


def faults(both, name):
    found = list(judging.faults_at_home(both, name))
    return found + (list(judging.faults_abroad(both, name)) if judging.ROUTES[name].on else [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_caught(both, monkeypatch, fault):
    place, attribute, broken, route = FAULTS[fault]
    monkeypatch.setattr(judging, "FULL", True)
    monkeypatch.setattr(place, attribute, broken)
    asking.browser.cache_clear()  # middleware is bound when a client starts
    try:
        assert faults(both, route) != []
    finally:
        asking.browser.cache_clear()
