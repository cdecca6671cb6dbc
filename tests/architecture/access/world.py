"""Two trees of organisations with one of everything: ours, and a foreign one full of canaries."""

from datetime import timedelta
from types import SimpleNamespace

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.choices import SCOPES, OrganisationKind, Role
from accounts.models import ApiToken
from accounts.tokens import hash_of
from tests.architecture.access import tables
from tests.factories.accounts import OrganisationFactory, TraineeFactory, actor

CANARY = "zqCanary7"
# Text that is not free: it is compared, followed or computed, and never typed by a person.
MEANT = {
    *("path", "code", "url", "target", "key", "open_key", "dedupe_key", "token_hash", "key_hash"),
    *("move", "source", "action", "verb", "table", "request_id", "sha256", "format", "encoding"),
    *("signature", "fingerprint", "live_key", "kind", "username", "password", "name_sort", "query"),
    *("stage", "error_code", "party", "subject", "field", "domain", "session_key", "email", "hash"),
    *("previous_hash", "digest", "previous"),
}


def people(mark: str) -> SimpleNamespace:
    """The organisations of one tree and a person in every role."""
    kind = OrganisationKind

    def organisation(code, name, kind, parent=None):
        return OrganisationFactory(
            code=f"{mark}{code}",
            name=f"{mark}{name}",
            name_en=f"{mark}{code}",
            kind=kind,
            parent=parent,
        )

    side = SimpleNamespace(mark=mark)
    side.city = organisation("city", "市组织部", kind.DEPARTMENT)
    side.north = organisation("north", "城北公司", kind.UNIT, side.city)
    side.south = organisation("south", "城南公司", kind.UNIT, side.city)
    side.school = organisation("school", "市委党校", kind.INSTITUTE, side.city)
    side.works = organisation("works", "电力工程公司", kind.ENTERPRISE, side.city)
    side.roles = {
        "trainee": actor(side.north, Role.TRAINEE),
        "teacher": actor(side.school, Role.TEACHER),
        "mentor": actor(side.works, Role.MENTOR),
        "unit_manager": actor(side.north),
        "unit_steward": actor(side.north, Role.STEWARD),
        "neighbour": actor(side.south),
        "department_manager": actor(side.city),
        "approver": actor(side.city, Role.APPROVER),
        "viewer": actor(side.city, Role.VIEWER),
        "institute_manager": actor(side.school),
        "enterprise_manager": actor(side.works),
        "administrator": actor(side.city, Role.STEWARD),
    }
    side.roles["administrator"].user.is_superuser = True
    side.roles["administrator"].user.is_staff = True
    side.roles["administrator"].user.save()
    # The names that the factories of the other tests know.
    side.li, side.wang = side.roles["unit_manager"], side.roles["neighbour"]
    side.zhou, side.chen = side.roles["department_manager"], side.roles["approver"]
    side.he = side.roles["institute_manager"]
    side.trainee = TraineeFactory(
        organisation=side.north, user=side.roles["trainee"].user, name=f"{mark}张三"
    )
    return side


def furnished(mark: str) -> SimpleNamespace:
    """One tree with one of everything."""
    side = people(mark)
    for table in tables.TABLES:
        if hasattr(table, "furnish"):
            table.furnish(side)
    return side


def build() -> SimpleNamespace:
    """Both trees, a signed-in browser and a token for every role of ours."""
    ours = furnished("")
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}
    foreign = furnished("far")
    plant(before)
    sign_in(ours)
    sign_in(foreign)
    far = {
        model: set(model._base_manager.values_list("pk", flat=True)) - before[model]
        for model in before
    }
    return SimpleNamespace(ours=ours, foreign=foreign, far=far)


def plant(before: dict) -> None:
    """Begin every free text of every new row with the canary."""
    for model, known in before.items():
        new = model._base_manager.exclude(pk__in=known)
        fields = [f for f in model._meta.concrete_fields if _is_free(f)]
        for pk in new.values_list("pk", flat=True) if fields else ():
            texts = {f.attname: f"{CANARY}{pk}"[: f.max_length] for f in fields}
            model._base_manager.filter(pk=pk).update(**texts)


def _is_free(field) -> bool:
    text = isinstance(field, models.CharField | models.TextField)
    roomy = not field.max_length or field.max_length > len(CANARY) + 5
    return text and roomy and not field.choices and field.name not in MEANT


def _models():
    for label in settings.OUR_APPS:
        yield from apps.get_app_config(label).get_models()


def sign_in(side: SimpleNamespace) -> None:
    """Give every role a session and a token that may do everything its member may."""
    side.cookies, side.tokens = {}, {}
    for role, who in side.roles.items():
        client = Client()
        client.force_login(who.user)
        session = client.session
        session["member"] = who.member.pk
        session.save()
        side.cookies[role] = client.cookies
        key = f"{side.mark}{role}-key"
        side.tokens[role] = key
        ApiToken.objects.create(
            organisation=who.organisation,
            member=who.member,
            name=role,
            key_hash=hash_of(key),
            scopes=list(SCOPES),
            expires_at=timezone.now() + timedelta(days=1),
        )
    assert Session.objects.exists()
