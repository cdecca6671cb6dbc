"""The same course at several organisations: found, shown side by side, decided."""

import csv
import random
from pathlib import Path

import pytest

from accounts.access import Denied
from accounts.choices import OrganisationKind, Role
from accounts.models import Job
from core import jobs
from core.flow import WrongState
from resources import likeness, operations
from resources.models import Course, CourseChange, SamePair
from resources.queries.same import same_pairs
from tests.factories.accounts import OrganisationFactory, actor
from tests.factories.programs import catalogue, ready_program
from tests.factories.resources import CourseFactory

COURSES = Path(__file__).parents[2] / "trainportal" / "demo" / "content" / "courses.csv"


def disturbed(chance, name, name_en, text):
    """The same course as somebody else would have entered it."""
    half = len(name) // 2
    names = (
        name + chance.choice(("（2026版）", "专题", "（修订）", "课程")),
        name[:half] + name[half + 1 :],
        chance.choice(("关于", "新时代", "浅谈")) + name,
        name.replace("与", "和").replace("的", ""),
        name[half:] + name[:half],
        name + "实务",
    )
    words = name_en.split()
    chance.shuffle(words)
    parts = text.split("，")
    return (
        chance.choice(names),
        chance.choice(("", name_en.upper(), " ".join(words))),
        chance.choice(("", "，".join(parts[: len(parts) // 2]), "，".join(reversed(parts)))),
    )


def measured(seed, share=0.5):
    """Precision and recall over the courses of the demo, of which some stand at a second owner."""
    chance, courses, true = random.Random(seed), [], set()
    with COURSES.open(encoding="utf-8-sig") as file:
        rows = [(r["title"], r["title_en"], r["summary"]) for r in csv.DictReader(file)]
    for number, row in enumerate(rows):
        courses.append(likeness.Described(number, 1, *row))
        if chance.random() < share:
            courses.append(likeness.Described(1000 + number, 2, *disturbed(chance, *row)))
            true.add((number, 1000 + number))
    found = {(pair.left, pair.right) for pair in likeness.pairs(courses)}
    return len(found & true) / len(found), len(found & true) / len(true)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_what_was_entered_twice_is_found_and_little_else(seed):
    precision, recall = measured(seed)
    assert precision >= 0.95
    assert recall >= 0.9


def test_nothing_is_found_where_nothing_is_twice():
    with COURSES.open(encoding="utf-8-sig") as file:
        rows = [(r["title"], r["title_en"], r["summary"]) for r in csv.DictReader(file)]
    courses = [likeness.Described(n, n % 2, *row) for n, row in enumerate(rows)]
    assert len(list(likeness.pairs(courses))) <= 2


def test_one_owner_is_never_told_that_his_own_are_alike():
    courses = [likeness.Described(n, 1, "电力市场与现货交易") for n in range(3)]
    assert list(likeness.pairs(courses)) == []
    courses.append(likeness.Described(9, 2, "电力市场与现货交易"))
    assert [(p.left, p.right) for p in likeness.pairs(courses)] == [(0, 9), (1, 9), (2, 9)]


@pytest.fixture
def college(cast):
    place = OrganisationFactory(code="college", kind=OrganisationKind.INSTITUTE, parent=cast.city)
    return actor(place, Role.MANAGER)


@pytest.fixture
def pair(cast, college):
    c = catalogue(cast)
    twin = CourseFactory(
        organisation=college.organisation,
        name="全会精神解读专题",
        name_en="Theory A",
        category=c.theory,
    )
    operations.look_for_same(actor=cast.zhou, organisation=cast.city)
    jobs.run(Job.objects.get(kind="resources.find_same").pk)
    found = same_pairs(cast.zhou).get()
    assert (found.left, found.right) == (c.theory_a, twin)
    found.c = c
    return found


def test_looking_twice_finds_nothing_new_and_keeps_decisions(cast, pair):
    operations.keep_both(actor=cast.zhou, pair=pair)
    operations.look_for_same(actor=cast.zhou, organisation=cast.city)
    jobs.run(Job.objects.latest("pk").pk)
    assert SamePair.objects.get().state == "kept"


def test_one_replaces_the_other_and_those_who_use_it_are_asked(cast, pair):
    program = ready_program(cast, pair.c)
    with pytest.raises(operations.NoReasonGiven):
        operations.make_reference(actor=cast.zhou, pair=pair, side="right", reason=" ")
    operations.make_reference(actor=cast.zhou, pair=pair, side="right", reason="内容更新")
    gone = Course.objects.get(pk=pair.left_id)
    assert (gone.active, gone.replaced_by) == (False, pair.right)
    change = CourseChange.objects.get()
    assert (change.about, change.kind) == (f"programs.program:{program.pk}", "recall")
    pair = SamePair.objects.get()
    assert (pair.state, pair.decided_by, pair.reason) == ("merged", cast.zhou.member, "内容更新")
    with pytest.raises(WrongState):
        operations.keep_both(actor=cast.zhou, pair=pair)


def test_only_a_manager_above_both_decides(cast, pair, college):
    for who in (cast.he, college, cast.viewer, cast.li, cast.stranger):
        with pytest.raises(Denied):
            operations.keep_both(actor=who, pair=pair)
    for who in (cast.he, cast.li, cast.stranger):
        assert not same_pairs(who).exists()
        with pytest.raises(Denied):
            operations.look_for_same(actor=who, organisation=cast.city)


def test_the_pages_lead_from_looking_to_the_decision(cast, pair, as_):
    page = as_(cast.zhou).get("/resources/same/").content.decode()
    assert "全会精神解读" in page
    card = as_(cast.zhou).get(pair.get_absolute_url()).content.decode()
    assert "全会精神解读专题" in card
    url = pair.get_absolute_url()
    again = as_(cast.zhou).post(url, {"decision": "left", "reason": " "})
    assert again.context["form"].errors.keys() == {"reason"}
    assert again.context["form"]["decision"].value() == "left"
    assert SamePair.objects.get().state == "open"
    as_(cast.zhou).post(url, {"decision": "left", "reason": "同一门课"})
    assert SamePair.objects.get().state == "merged"
    kept = as_(cast.zhou).get(pair.right.get_absolute_url()).content.decode()
    assert "全会精神解读" in kept
