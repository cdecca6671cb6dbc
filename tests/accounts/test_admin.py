"""The admin site: for data stewards, within their organisation, with a trail."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.admin import TenantAdmin
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry, Code, Member, Trainee
from tests.factories.accounts import CodeFactory, TraineeFactory, actor

OURS = [m for m in admin.site._registry.values() if isinstance(m, TenantAdmin)]


def page(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def saved(person, **changes):
    values = {
        "organisation": person.organisation_id,
        "number": person.number,
        "name": person.name,
        "name_latin": "",
        "active": "on",
    }
    return values | changes


@pytest.fixture
def person(cast):
    return TraineeFactory(organisation=cast.north, phone="13800001111")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STEWARD])
def test_the_admin_is_closed_to_every_other_role(as_, cast, role):
    answer = as_(actor(cast.north, role)).get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403


def test_the_admin_asks_strangers_to_sign_in(client, db):
    answer = client.get(reverse("admin:index"), follow=True)
    assert "/account/login/" in answer.redirect_chain[-1][0]


def test_django_permissions_open_nothing(as_, cast):
    viewer = actor(cast.north, Role.VIEWER)
    viewer.user.is_staff = True
    viewer.user.save()
    assert as_(viewer).get(page(Trainee), follow=True).status_code == 403


@pytest.mark.parametrize("model_admin", OURS, ids=lambda one: one.opts.label_lower)
def test_every_list_of_the_admin_opens_and_searches(as_, cast, model_admin):
    query = {"q": "a"} if model_admin.search_fields else {}
    answer = as_(cast.steward).get(page(model_admin.model), query)
    assert answer.status_code == 200


def test_a_list_holds_ones_own_rows_only(as_, cast, person):
    TraineeFactory(organisation=cast.south, name="别处的人")
    answer = as_(cast.steward).get(page(Trainee))
    assert list(answer.context["cl"].result_list) == [person]
    assert "别处的人" not in answer.text


def test_a_foreign_row_cannot_be_opened(as_, cast):
    theirs = TraineeFactory(organisation=cast.south)
    for name in ("change", "history", "delete"):
        address = page(Trainee, name, theirs.pk)
        assert as_(cast.steward).get(address).status_code in {403, 404}
        assert as_(cast.steward).post(address, saved(theirs, name="x")).status_code in {403, 404}
    theirs.refresh_from_db()
    assert theirs.name != "x"


def test_a_foreign_choice_is_refused_like_one_that_does_not_exist(as_, cast, person):
    client, address = as_(cast.steward), page(Trainee, "change", person.pk)
    theirs = CodeFactory(organisation=cast.elsewhere, kind=CodeKind.LEVEL)
    for field, foreign in (("organisation", cast.south.pk), ("level", theirs.pk)):
        said = client.post(address, saved(person, **{field: foreign}))
        nowhere = client.post(address, saved(person, **{field: 10**6}))
        errors = said.context["adminform"].form.errors
        assert errors == nowhere.context["adminform"].form.errors
        assert list(errors) == [field]


def test_a_change_is_in_the_audit_trail_with_before_and_after(as_, cast, person):
    answer = as_(cast.steward).post(page(Trainee, "change", person.pk), saved(person, post="主任"))
    assert answer.status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.member) == ("admin.change_trainee", cast.steward.member)
    assert (entry.before["post"], entry.after["post"]) == ("", "主任")


def test_identifiers_are_masked_here_too(as_, cast, person):
    text = as_(cast.steward).get(page(Trainee, "change", person.pk)).text
    assert "13800001111" not in text
    assert "138****1111" in text


def test_a_steward_raises_nobody_to_a_role(as_, cast):
    member = cast.steward.member
    address = page(Member, "change", member.pk)
    answer = as_(cast.steward).post(address, {"role": Role.MANAGER, "active": "on"})
    assert answer.status_code == 403
    assert as_(cast.steward).get(page(Member, "add")).status_code == 403
    assert Member.objects.get(pk=member.pk).role == Role.STEWARD


def test_what_a_superior_keeps_is_read_and_not_changed(as_, cast):
    code = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="a")
    client, address = as_(cast.steward), page(Code, "change", code.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "x"}).status_code == 403


def test_nothing_is_deleted_in_the_admin(as_, cast, person):
    answer = as_(cast.steward).post(page(Trainee, "delete", person.pk), {"post": "yes"})
    assert answer.status_code == 403
    assert Trainee.objects.exists()


def test_the_history_is_the_audit_trail(as_, cast, person):
    answer = as_(cast.steward).get(page(Trainee, "history", person.pk), follow=True)
    assert answer.status_code == 200
    assert answer.wsgi_request.path == reverse("accounts:audit_list")


def test_code_tables_go_out_as_text_and_the_trail_says_so(as_, cast):
    CodeFactory(organisation=cast.north, name="=1+1", code="007", kind=CodeKind.LEVEL)
    CodeFactory(organisation=cast.city, name="上级的")
    fields = {f"coderesource_{name}": "on" for name in ("kind", "code", "name", "order")}
    answer = as_(cast.steward).post(page(Code, "export"), {"format": 1, "resource": 0, **fields})
    text = answer.content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "007" in text
    assert AuditEntry.objects.get().action == "admin.export_code"


def test_an_import_writes_into_the_own_organisation_only(as_, cast):
    theirs = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="a", name="上级的")
    own = CodeFactory(organisation=cast.north, kind=CodeKind.LEVEL, code="b", name="旧")
    sheet = "kind,code,name,name_en,order,active\nlevel,a,新的,,1,1\nlevel,b,改过,,2,1\n"
    client = as_(cast.steward)
    upload = SimpleUploadedFile("codes.csv", sheet.encode("utf-8-sig"), "text/csv")
    shown = client.post(page(Code, "import"), {"import_file": upload, "format": 0, "resource": 0})
    confirm = shown.context["confirm_form"].initial
    done = client.post(page(Code, "process_import"), confirm)
    assert done.status_code == 302
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.name, own.name) == ("上级的", "改过")
    assert Code.objects.get(code="a", organisation=cast.north).name == "新的"
    assert AuditEntry.objects.get().action == "admin.import_code"
