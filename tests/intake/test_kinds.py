"""Every kind of data: an export comes back unchanged, a load can be undone, strangers get nothing."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import Code, Member, Organisation, User
from core.spreadsheets import kinds
from intake import tables
from portfolios.models import EarlierTraining, Post
from programs.choices import EnrolmentState, PlanState, ProgramState
from programs.models import Enrolment
from resources.models import Period
from tests.factories import intake as make
from tests.factories.accounts import (
    CodeFactory,
    OrganisationFactory,
    TraineeFactory,
    acting,
    actor,
)
from tests.factories.programs import (
    DemandFactory,
    PlanFactory,
    ProgramFactory,
    catalogue,
    ready_program,
)

pytestmark = pytest.mark.django_db
KINDS = [kind.key for kind in kinds.kinds()]


@pytest.fixture
def world(cast):
    """Something of every kind, and who keeps it: {kind: (actor, target)}."""
    c = catalogue(cast)
    CodeFactory(organisation=cast.city, kind=CodeKind.FACILITY, code="air_conditioning")
    grade = CodeFactory(organisation=cast.city, kind=CodeKind.GRADE, name="优秀", name_en="Best")
    theme = CodeFactory(organisation=cast.city, kind=CodeKind.THEME, name="能力", name_en="Skill")
    people = [
        TraineeFactory(
            organisation=cast.north,
            name=f"张{n}",
            sex="male",
            born_on=dt.date(1980, 2, n + 1),
            phone="13800000001",
            id_number="11010119900307851X",
            post="=主任",
        )
        for n in range(3)
    ]
    OrganisationFactory(
        code="dorm", name="城北分公司", parent=cast.north, kind=OrganisationKind.UNIT, region="长春"
    )
    Period.objects.create(
        base=c.base, first_on=dt.date(2027, 2, 1), last_on=dt.date(2027, 2, 3), reason="检修"
    )
    own = {"organisation": cast.north, "trainee": people[0]}
    Post.objects.create(**own, post="值长", employer="老厂", starts_on=dt.date(2011, 3, 1))
    EarlierTraining.objects.create(
        **own,
        training="安全管理班",
        institute="省委党校",
        category=Code.objects.filter(kind=CodeKind.CATEGORY).first(),
        starts_on=dt.date(2018, 5, 10),
        ends_on=dt.date(2018, 5, 14),
        hours=40,
        score=Decimal("86.5"),
        certificate="=2018",
    )
    plan = PlanFactory(organisation=cast.city)
    DemandFactory(plan=plan, unit=cast.north, note="含新任")
    own = {"organisation": cast.north, "institute": cast.school, "theme": theme}
    ProgramFactory(**own, number="2027-1", aim="目标\n第二行", budget_yuan=120000)
    over = ready_program(cast, c, number="2020-7", state=ProgramState.CLOSED)
    said = {"program": over.number, "party": "trainee"}
    lines = [
        said | {"sheet": str(n), "subject": subject, "score": Decimal(n), "comment": words}
        for n in range(1, 6)
        for subject, words in (("overall", "=好\n第二行"), (c.theory_a.code, ""))
    ]
    make.declared("evaluations").write(actor=cast.he, target=cast.school, rows=lines)
    named = ProgramFactory(**own, number="2027-2", state=ProgramState.APPROVED)
    held = ProgramFactory(**own, number="2027-3", state=ProgramState.RUNNING)
    for program in (named, held):
        for person in people:
            Enrolment.objects.create(
                organisation=cast.north, program=program, trainee=person, state="nominated"
            )
        program.taken = 3
        program.save()
    held.enrolments.filter(trainee=people[0]).update(
        score=Decimal("86.5"), grade=grade, remark="认真", state=EnrolmentState.COMPLETED
    )
    return {
        "organisations": (cast.zhou, cast.city),
        "members": (cast.zhou, cast.north),
        "trainees": (cast.li, cast.north),
        "courses": (cast.he, cast.school),
        "teachers": (cast.he, cast.school),
        "bases": (cast.he, cast.school),
        "rooms": (cast.he, c.base),
        "offers": (cast.he, cast.school),
        "blocked": (cast.he, cast.school),
        "posts": (cast.li, cast.north),
        "trainings": (cast.zhou, cast.city),
        "demands": (cast.zhou, plan),
        "programs": (cast.li, cast.north),
        "enrolments": (cast.li, named),
        "results": (cast.he, held),
        "evaluations": (cast.he, cast.school),
    }


def exported(world, key, language="zh-hans"):
    who, target = world[key]
    content = tables.export_of(who, make.declared(key), target, language)
    return who, target, make.as_file(content, f"{key}.xlsx")


def test_the_world_of_these_tests_holds_every_kind(world):
    assert set(KINDS) == set(world)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", KINDS)
def test_an_export_imported_again_changes_nothing(world, key, language):
    batch = make.checked(*exported(world, key, language), kind=key)

    assert batch.causes == []
    assert set(batch.counts) == {"unchanged"}


@pytest.mark.parametrize("key", KINDS)
def test_private_columns_leave_no_export(world, key):
    who, target, _file = exported(world, key)
    private = [column.name for column in make.declared(key).columns if column.private]
    rows = list(make.declared(key).read(who, target))

    assert rows
    assert not [row for row in rows if any(row.get(name) for name in private if key == "trainees")]


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_can_be_undone(key):
    assert make.declared(key).undo is not None


@pytest.mark.parametrize("key", KINDS)
def test_a_stranger_and_a_viewer_have_nowhere_to_load_into(world, cast, key):
    _who, target = world[key]

    for other in (cast.stranger, cast.viewer, actor(cast.north, Role.TRAINEE)):
        assert target not in list(make.declared(key).targets(other))


def loaded(who, target, key, rows):
    return make.declared(key).write(actor=who, target=target, rows=rows, reason="a.xlsx")


def taken_back(who, target, key, done):
    kind = make.declared(key)
    return kind.take_back(actor=who, target=target, outcomes=done.outcomes, reason="a.xlsx")


ROWS = {
    "organisations": [
        {"code": "n1", "name": "新单位", "kind": "unit"},
        {"code": "n2", "name": "新分部", "kind": "unit", "superior": "n1"},
    ],
    "members": [{"username": "newcomer", "name": "赵敏", "role": "viewer"}],
    "trainees": [{"number": "N1", "name": "赵敏"}],
    "courses": [
        {"code": "N1", "name": "新课", "category": "theory", "hours": 4, "formats": ["lecture"]}
    ],
    "teachers": [{"number": "N1", "name": "新教师"}],
    "bases": [{"code": "N1", "name": "新基地", "capacity": 30}],
    "rooms": [{"code": "N1", "name": "新教室", "capacity": 30}],
    "programs": [{"number": "N1", "name": "新班", "places": 20}],
}


@pytest.mark.parametrize("key", sorted(ROWS))
def test_what_a_load_made_is_gone_after_undoing(world, key):
    who, target = world[key]
    before = list(make.declared(key).read(who, target))

    done = loaded(who, target, key, [dict(row) for row in ROWS[key]])
    again = loaded(who, target, key, [dict(row) for row in ROWS[key]])
    undone = taken_back(who, target, key, done)

    assert done.created == again.unchanged == undone.count("removed") == len(ROWS[key])
    assert list(make.declared(key).read(who, target)) == before


def test_organisations_of_one_sheet_stand_below_each_other(world, cast):
    loaded(cast.zhou, cast.city, "organisations", ROWS["organisations"])

    leaf = Organisation.objects.get(code="n2")
    assert leaf.path == f"{cast.city.path}{leaf.parent_id}/{leaf.pk}/"
    assert leaf.group.name == "organisation n2"


def test_a_code_of_another_tenant_is_refused_and_his_row_untouched(world, cast):
    with pytest.raises(Exception, match="foreign"):
        loaded(cast.zhou, cast.city, "organisations", [{"code": "foreign", "name": "改名"}])
    assert Organisation.objects.get(code="foreign").name == "外省公司"


def test_an_organisation_in_use_survives_undoing(world, cast):
    done = loaded(cast.zhou, cast.city, "organisations", ROWS["organisations"][:1])
    actor(Organisation.objects.get(code="n1"), Role.MANAGER)

    assert taken_back(cast.zhou, cast.city, "organisations", done).count("removed") == 0
    assert Organisation.objects.filter(code="n1").exists()


def test_a_sign_in_name_of_another_tenant_gives_no_role_to_its_owner(world, cast):
    name = cast.stranger.user.username
    with pytest.raises(Exception, match=r"."):
        loaded(
            cast.zhou, cast.north, "members", [{"username": name, "name": "x", "role": "viewer"}]
        )
    assert Member.objects.filter(user=cast.stranger.user).count() == 1


def test_a_new_member_has_an_account_without_a_password(world, cast):
    loaded(cast.zhou, cast.north, "members", ROWS["members"])

    user = User.objects.get(username="newcomer")
    assert not user.has_usable_password()
    assert user.members.get().organisation == cast.north


def test_the_last_manager_cannot_be_switched_off_by_a_sheet(world, cast):
    row = {"username": cast.li.user.username, "role": Role.MANAGER, "active": False}
    with pytest.raises(Exception, match=r"."):
        loaded(cast.zhou, cast.north, "members", [row])
    assert Member.objects.get(pk=cast.li.member.pk).active


def test_a_department_brings_in_what_its_institutes_offer_and_no_sibling_does(world, cast):
    row = ROWS["bases"][0] | {"organisation": "school"}
    loaded(cast.zhou, cast.city, "bases", [row])

    assert cast.school in make.declared("bases").targets(cast.zhou)
    found = list(make.declared("bases").read(cast.he, cast.school))
    assert "N1" in [one["code"] for one in found]
    with pytest.raises(Exception, match="foreign"):
        loaded(cast.zhou, cast.city, "bases", [row | {"organisation": "foreign"}])


def test_a_decided_programme_is_not_changed_by_a_sheet(world, cast):
    with pytest.raises(Exception, match="2027-2"):
        loaded(cast.li, cast.north, "programs", [{"number": "2027-2", "places": 99}])


def test_names_take_places_and_give_them_back(world, cast):
    who, program = world["enrolments"]
    TraineeFactory(organisation=cast.north, number="E9", name="新人")

    done = loaded(who, program, "enrolments", [{"number": "E9", "name": "新人"}])
    program.refresh_from_db()
    assert (done.created, program.taken) == (1, 4)

    taken_back(who, program, "enrolments", done)
    program.refresh_from_db()
    assert (program.taken, program.enrolments.count()) == (3, 3)


def test_a_name_that_does_not_belong_to_the_number_is_a_question(world, cast):
    who, program = world["enrolments"]
    person = TraineeFactory(organisation=cast.north, number="E9", name="新人")
    with pytest.raises(Exception, match=person.name):
        loaded(who, program, "enrolments", [{"number": "E9", "name": "别人"}])


def test_results_are_written_and_made_as_they_were(world, cast):
    who, program = world["results"]
    number = program.enrolments.get(score=None, trainee__name="张1").trainee.number
    before = list(make.declared("results").read(who, program))

    done = loaded(who, program, "results", [{"number": number, "score": Decimal(70)}])
    assert program.enrolments.get(trainee__number=number).score == 70
    taken_back(who, program, "results", done)

    assert list(make.declared("results").read(who, program)) == before


def test_results_of_somebody_without_a_place_are_refused(world, cast):
    who, program = world["results"]
    TraineeFactory(organisation=cast.north, number="E9", name="新人")
    with pytest.raises(Exception, match="E9"):
        loaded(who, program, "results", [{"number": "E9", "score": Decimal(70)}])


def test_demand_goes_into_drafts_only(world, cast):
    plan = world["demands"][1]
    done = loaded(cast.zhou, plan, "demands", [{"unit": "south", "headcount": 12}])
    assert done.created == 1
    assert taken_back(cast.zhou, plan, "demands", done).count("removed") == 1

    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.PUBLISHED)
    assert make.declared("demands").targets(cast.zhou) == []


def test_offers_name_courses_and_teachers_and_can_be_taken_back(world, cast):
    who, target = world["offers"]
    rows = list(make.declared("offers").read(who, target))
    other = SimpleNamespace(**rows[0])
    teacher = make.declared("teachers").read(who, target)
    number = next(t["number"] for t in teacher if t["number"] != other.teacher)
    row = {"course": other.course, "format": other.format, "teacher": number}
    done = loaded(who, target, "offers", [row])

    assert (done.created, done.unchanged) == (1, 0)
    assert taken_back(who, target, "offers", done).count("removed") == 1
    assert list(make.declared("offers").read(who, target)) == rows


def test_two_bearers_of_a_name_are_told_apart_by_number_only(world, cast):
    assert acting(cast.li.user, cast.south, Role.VIEWER)
    from accounts.imports.cells import named

    one, two = (SimpleNamespace(code=code, name="滨江", name_en="") for code in ("a", "b"))
    assert named([one, two]) == {"a": ["a"], "b": ["b"]}
