"""The pages: who may open them, what they show, how many statements they take."""

import pytest
from django.urls import reverse

from accounts import operations
from accounts.background import enqueue
from accounts.choices import CodeKind, Role
from accounts.models import AuditEntry, Code, Job, Notice, SavedView, Trainee, WorkItem
from core.jobs import job
from tests.factories.accounts import CodeFactory, OrganisationFactory, TraineeFactory, actor

LISTS = ("trainee_list", "member_list", "organisation_list", "code_list", "audit_list", "job_list")


@job("accounts.test_nothing")
def nothing(run):
    return {}


def fill(cast, number):
    """Put `number` rows into every list."""
    level = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL)
    for _row in range(number):
        person = TraineeFactory(organisation=cast.north, level=level, area=level, education=level)
        operations.save_trainee(actor=cast.li, trainee=person)
        actor(cast.north, Role.VIEWER)
        CodeFactory(organisation=cast.north)
        OrganisationFactory(parent=cast.north)
        enqueue(cast.li, "accounts.test_nothing", label="工作")
        Notice.objects.create(organisation=cast.north, user=cast.li.user, text="x", key=person.pk)
        WorkItem.objects.create(
            organisation=cast.north, role=Role.MANAGER, title="x", url="/", open_key=person.pk
        )


@pytest.mark.parametrize("name", [*LISTS, "todo", "notices", "token_list"])
def test_a_list_takes_the_same_number_of_statements_for_one_row_and_three(
    as_, cast, name, django_assert_num_queries
):
    client, address = as_(cast.li), reverse(f"accounts:{name}")
    fill(cast, 1)
    client.get(address)
    with django_assert_num_queries(1000, exact=False) as one:
        client.get(address)
    fill(cast, 2)
    with django_assert_num_queries(len(one), exact=False) as three:
        assert client.get(address).status_code == 200
    assert len(three) == len(one)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_leaves_as_a_file_and_the_trail_says_who_took_it(as_, cast, name, kind):
    fill(cast, 1)
    answer = as_(cast.li).get(reverse(f"accounts:{name}"), {"format": kind})
    assert answer.content[:2] == {"csv": b"\xef\xbb", "xlsx": b"PK"}[kind]
    assert AuditEntry.objects.order_by("-pk").first().action == "accounts.export"


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_people_are_closed_to_persons(as_, cast, name):
    trainee = actor(cast.north, Role.TRAINEE)
    assert as_(trainee).get(reverse(f"accounts:{name}")).status_code == 403


def test_the_list_finds_people_by_initials_and_shows_masked_telephones(as_, cast):
    TraineeFactory(organisation=cast.north, name="单晓燕", phone="13812342358")
    TraineeFactory(organisation=cast.north, name="李强")
    answer = as_(cast.li).get(reverse("accounts:trainee_list"), {"q": "sxy"})
    assert answer.context["table"].count == 1
    assert "138****2358" in answer.text
    assert "13812342358" not in answer.text


def test_identifiers_are_masked_until_somebody_says_what_for(as_, cast):
    person = TraineeFactory(
        organisation=cast.north, phone="13812342358", id_number="330200198004270427"
    )
    client, address = as_(cast.li), reverse("accounts:trainee", args=[person.pk])
    page = client.get(address)
    assert "13812342358" not in page.text
    assert "330200198004270427" not in page.text
    assert "13812342358" not in client.post(address, {"reason": ""}).text
    shown = client.post(address, {"reason": "核对报名信息"})
    assert "13812342358" in shown.text
    assert "330200198004270427" in shown.text
    assert "no-store" in shown["Cache-Control"]


def test_a_viewer_sees_the_person_but_never_the_identifiers(as_, cast):
    person = TraineeFactory(organisation=cast.north, phone="13812342358")
    address = reverse("accounts:trainee", args=[person.pk])
    answer = as_(cast.viewer).post(address, {"reason": "看看"})
    assert answer.status_code == 403
    assert "13812342358" not in answer.text


@pytest.mark.parametrize("name", ["trainee", "trainee_edit", "trainee_erase"])
def test_a_foreign_trainee_does_not_exist(as_, cast, name):
    person = TraineeFactory(organisation=cast.south)
    client = as_(cast.li)
    foreign = client.get(reverse(f"accounts:{name}", args=[person.pk]))
    nobody = client.get(reverse(f"accounts:{name}", args=[10**6]))
    assert (foreign.status_code, nobody.status_code) == (404, 404)


def test_adding_a_person_twice_says_so_at_the_field_and_keeps_what_was_typed(as_, cast):
    client, address = as_(cast.li), reverse("accounts:trainee_add")
    values = {"organisation": cast.north.pk, "number": "7", "name": "张雪莹"}
    assert client.post(address, values).status_code == 302
    again = client.post(address, values | {"name": "张雪"})
    assert again.context["form"].errors["number"]
    assert 'value="张雪"' in again.text
    assert Trainee.objects.count() == 1


def test_a_form_takes_no_code_and_no_organisation_of_others(as_, cast):
    theirs = CodeFactory(organisation=cast.elsewhere, kind=CodeKind.LEVEL)
    client, address = as_(cast.li), reverse("accounts:trainee_add")
    values = {"organisation": cast.north.pk, "number": "7", "name": "张雪莹"}
    for field, foreign in (("level", theirs.pk), ("organisation", cast.south.pk)):
        said = client.post(address, values | {field: foreign}).context["form"].errors
        nowhere = client.post(address, values | {field: 10**6}).context["form"].errors
        assert said == nowhere
        assert list(said) == [field]


def test_fields_that_no_form_shows_cannot_be_set(as_, cast):
    person = TraineeFactory(organisation=cast.north)
    values = {"number": "8", "name": "张雪莹", "organisation": cast.south.pk, "active": ""}
    values |= {"user": cast.li.user.pk, "search_text": "x", "id": 99, "extra": '{"a": 1}'}
    as_(cast.li).post(reverse("accounts:trainee_edit", args=[person.pk]), values)
    person.refresh_from_db()
    assert (person.organisation, person.user, person.active) == (cast.north, None, True)
    assert (person.number, person.extra) == ("8", {})


def test_erasing_asks_for_the_name(as_, cast):
    person = TraineeFactory(organisation=cast.north, name="张雪莹")
    client, address = as_(cast.li), reverse("accounts:trainee_erase", args=[person.pk])
    assert client.post(address, {"name": "张雪", "reason": "本人申请"}).status_code == 200
    assert client.post(address, {"name": "张雪莹", "reason": "本人申请"}).status_code == 302
    assert not Trainee.objects.get().active


def test_an_account_is_opened_with_a_link_that_is_shown_once(as_, cast):
    person = TraineeFactory(organisation=cast.north)
    address = reverse("accounts:trainee_account", args=[person.pk])
    assert "/password/reset/key/" in as_(cast.li).post(address).text
    assert as_(cast.li).post(address).status_code == 302


def test_codes_of_a_superior_lead_to_the_page_that_hides_them_and_offer_no_change(as_, cast):
    CodeFactory(organisation=cast.city, name="上级的")
    own = CodeFactory(organisation=cast.north, name="自己的")
    page = as_(cast.li).get(reverse("accounts:code_list")).text
    assert page.count("/codes/") - page.count("/codes/add/") >= 1
    assert f"/codes/{own.pk}/edit/" in page
    superior = Code.objects.get(name="上级的")
    form = as_(cast.li).get(reverse("accounts:code_edit", args=[superior.pk])).text
    assert 'name="name"' not in form
    as_(cast.li).post(reverse("accounts:code_edit", args=[superior.pk]), {"name": "改了"})
    superior.refresh_from_db()
    assert superior.name == "上级的"


def test_saved_views_are_ones_own(as_, cast):
    save = reverse("accounts:view_save", args=["trainees"])
    answer = as_(cast.li).post(
        save, {"name": "我的", "query": "q=x"}, headers={"referer": "http://testserver/people/?a=1"}
    )
    assert answer.url == "/people/?q=x"
    view = SavedView.objects.get()
    as_(cast.wang).post(reverse("accounts:view_remove", args=["trainees"]), {"pk": view.pk})
    assert SavedView.objects.exists()
    as_(cast.li).post(reverse("accounts:view_remove", args=["trainees"]), {"pk": view.pk})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("came", ["https://evil.example/x", "//evil.example/", "javascript:1", ""])
def test_saving_a_view_never_leads_out_of_the_portal(as_, cast, came):
    save = reverse("accounts:view_save", args=["trainees"])
    answer = as_(cast.li).post(save, {"name": "x", "query": ""}, headers={"referer": came})
    assert answer.url == reverse("home")


def test_a_notice_counts_as_read_once_it_is_opened(as_, cast):
    mine = Notice.objects.create(
        organisation=cast.north, user=cast.li.user, text="x", key="1", url="/help/"
    )
    address = reverse("accounts:notice", args=[mine.pk])
    assert as_(cast.wang).get(address).status_code == 404
    assert as_(cast.li).get(address).url == "/help/"
    mine.refresh_from_db()
    assert mine.read_at


def test_the_number_on_the_badge_is_the_number_of_rows(as_, cast):
    fill(cast, 3)
    answer = as_(cast.li).get(reverse("accounts:todo"))
    assert answer.context["todo_count"] == answer.context["table"].count == 3


def test_a_job_shows_its_progress_and_stops_on_request(as_, cast):
    row = enqueue(cast.li, "accounts.test_nothing", label="导入")
    address = reverse("accounts:job", args=[row.pk])
    assert "导入" in as_(cast.li).get(address).text
    part = as_(cast.li).get(address, headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert as_(cast.wang).get(address).status_code == 404
    as_(cast.li).post(reverse("accounts:job_cancel", args=[row.pk]))
    assert Job.objects.get().state == "cancelled"


def test_a_viewer_stops_no_job(as_, cast):
    row = enqueue(cast.li, "accounts.test_nothing")
    as_(cast.viewer).post(reverse("accounts:job_cancel", args=[row.pk]))
    assert Job.objects.get().state == "queued"


def test_the_trail_speaks_in_words_and_not_in_keys(as_, cast):
    old, new = (
        CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, name=n) for n in ("副职", "正职")
    )
    person = TraineeFactory(organisation=cast.north, level=old)
    person.level = new
    operations.save_trainee(actor=cast.li, trainee=person)
    page = as_(cast.li).get(reverse("accounts:audit_list"))
    assert page.context["table"].rows[0].object.lines == [("级别", "副职", "正职")]


def test_the_trail_of_others_is_not_shown(as_, cast):
    operations.save_trainee(actor=cast.wang, trainee=TraineeFactory(organisation=cast.south))
    assert as_(cast.li).get(reverse("accounts:audit_list")).context["table"].count == 0
    assert as_(cast.zhou).get(reverse("accounts:audit_list")).context["table"].count == 1


@pytest.mark.parametrize("name", ["profile", "privacy", "help", "my_data", "todo", "notices"])
def test_ones_own_pages_open_for_every_role_in_both_languages(as_, cast, name):
    for role in Role:
        client = as_(actor(cast.north, role))
        for language in ("zh-hans", "en"):
            answer = client.get(reverse(f"accounts:{name}"), headers={"accept-language": language})
            assert answer.status_code == 200


def test_the_data_dictionary_names_every_table(as_, cast):
    page = as_(cast.steward).get(reverse("accounts:dictionary")).text
    assert "accounts.trainee" in page
    assert "born_on" in page


def test_the_data_dictionary_finds_a_table_by_its_name_or_a_field(as_, cast):
    url = reverse("accounts:dictionary")

    def found(text):
        tables = as_(cast.steward).get(url, {"q": text}).context["tables"]
        return [one.name for one in tables]

    assert "accounts.trainee" in found("born_on")
    assert "accounts.organisation" not in found("born_on")
    assert "accounts.trainee" in found("学员 born_on")
    assert found("nowhere-at-all") == []
