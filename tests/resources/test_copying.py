"""Copying a course: once for each time it is wanted, and what the copy and its original say."""

import pytest

from accounts.choices import OrganisationKind, Role
from resources import operations
from resources.models import Course
from resources.operations.copying import AlreadyCopied
from resources.queries import versions
from tests.factories.accounts import OrganisationFactory, actor
from tests.factories.programs import catalogue
from tests.threads import at_once


@pytest.fixture
def c(cast):
    return catalogue(cast)


@pytest.fixture
def college(cast):
    place = OrganisationFactory(code="college", kind=OrganisationKind.INSTITUTE, parent=cast.city)
    return actor(place, Role.MANAGER)


def copy_of(who, source, copies=0):
    course = Course(organisation=who.organisation)
    return operations.copy_course(actor=who, course=course, source=source, copies=copies)


def edit(who, course, **values):
    course = Course.objects.get(pk=course.pk)
    for name, value in values.items():
        setattr(course, name, value)
    return operations.save_course(actor=who, course=course)


def test_two_tabs_make_one_copy_and_the_second_leads_to_it(cast, c, college, as_):
    url = f"/resources/courses/{c.theory_a.pk}/copy/"
    first = as_(college).post(url, {"copies": "0"})
    copy = versions.own_copies(college, c.theory_a).get()
    assert first.url == copy.get_absolute_url()
    second = as_(college).post(url, {"copies": "0"})
    assert second.url == copy.get_absolute_url()
    assert versions.own_copies(college, c.theory_a).count() == 1


def test_who_has_seen_the_copy_makes_a_second_one(cast, c, college, as_):
    copy = copy_of(college, c.theory_a)
    page = as_(college).get(c.theory_a.get_absolute_url()).content.decode()
    assert copy.get_absolute_url() in page
    assert 'name="copies" value="1"' in page
    as_(college).post(f"/resources/courses/{c.theory_a.pk}/copy/", {"copies": "1"})
    assert versions.own_copies(college, c.theory_a).count() == 2


def test_an_earlier_version_of_a_copy_is_no_second_copy(cast, c, college):
    copy = copy_of(college, c.theory_a)
    copy_of(college, copy_of(cast.he, copy))  # somebody took the copy over in turn
    edit(college, copy, hours=9)
    assert [one.pk for one in versions.own_copies(college, c.theory_a)] == [copy.pk]


def test_a_copy_of_another_organisation_is_neither_counted_nor_shown(cast, c, college, as_):
    other = actor(
        OrganisationFactory(code="academy", kind=OrganisationKind.INSTITUTE, parent=cast.city),
        Role.MANAGER,
    )
    copy = copy_of(other, c.theory_a)
    page = as_(college).get(c.theory_a.get_absolute_url()).content.decode()
    assert copy.get_absolute_url() not in page
    assert copy_of(college, c.theory_a).organisation == college.organisation


def test_of_many_at_once_one_copies(shared_database, cast, c, college):
    answers = at_once(8, lambda _n: copy_of(college, Course.objects.get(pk=c.theory_a.pk)))
    assert sum(isinstance(answer, AlreadyCopied) for answer in answers) == 7
    assert Course.objects.filter(copied_from=c.theory_a).count() == 1


def test_a_copy_stands_beside_its_original_with_what_has_changed_there_since(cast, c, college, as_):
    copy = copy_of(college, c.theory_a)
    url = f"/resources/courses/{copy.pk}/original/"
    assert "与原课程内容一致。" in as_(college).get(url).content.decode()
    edit(college, copy, audience="新任科长")
    edit(cast.he, c.theory_a, summary="原课程的新简介")
    about = as_(college).get(copy.get_absolute_url()).content.decode()
    assert url in about
    assert "原课程现为第2版" in about
    answer = as_(college).get(url)
    cells = {cell.name: (cell.old, cell.new) for cell in answer.context["cells"]}
    assert cells == {"summary": ("原课程的新简介", ""), "audience": ("", "新任科长")}
    assert [cell.name for cell in answer.context["since"]] == ["summary"]


def test_whoever_no_longer_sees_the_original_is_shown_nothing_of_it(cast, c, college, as_):
    copy = copy_of(college, c.theory_a)
    for grant in c.theory_a.grants.all():
        operations.withdraw(actor=cast.he, grant=grant)
    assert as_(college).get(f"/resources/courses/{copy.pk}/original/").status_code == 404
    page = as_(college).get(copy.get_absolute_url()).content.decode()
    assert "已不再向本组织共享的课程" in page
