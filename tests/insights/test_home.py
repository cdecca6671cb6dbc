"""Home: the number in the badge is the number of rows is the number of open decisions."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import process
from accounts.choices import Role
from accounts.models import WorkItem
from programs.operations import review, submit
from tests.factories.accounts import actor
from tests.factories.programs import catalogue, ready_program

pytestmark = pytest.mark.django_db
COUNT = re.compile(r'<span class="count[^"]*">(\d+)</span>')


def numbers(client) -> tuple[int, int, int]:
    """The badge, the rows on the home page and the rows of the to-do list, as a reader sees them."""
    home = client.get(reverse("home"))
    todo = client.get(reverse("accounts:todo"))
    badge = int(COUNT.search(home.content.decode()).group(1))
    rows = sum(len(group.items) for group in home.context["groups"])
    assert home.context["waiting"] == badge
    return badge, rows, todo.context["table"].count


def open_decisions(who) -> int:
    mine = {"organisation": who.organisation, "role": who.role, "user": None}
    own = WorkItem.objects.filter(closed_at=None, user=who.user).count()
    return WorkItem.objects.filter(closed_at=None, **mine).count() + own


def agree(as_, who) -> int:
    found = numbers(as_(who))
    assert set(found) == {open_decisions(who)}
    return found[0]


def test_badge_list_and_open_decisions_agree_at_every_step(cast, as_):
    program = ready_program(cast, catalogue(cast))
    everybody = (cast.li, cast.he, cast.chen, cast.zhou)
    seen = [[agree(as_, who) for who in everybody]]
    submit.submit(actor=cast.li, program=program)
    seen.append([agree(as_, who) for who in everybody])
    review.accept(actor=cast.he, program=program)
    seen.append([agree(as_, who) for who in everybody])
    review.comment(actor=cast.chen, program=program, text="请补充", must_fix=True)
    review.return_(actor=cast.chen, program=program)
    seen.append([agree(as_, who) for who in everybody])
    assert seen == [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]]


def test_the_first_decision_closes_the_item_for_all_who_hold_the_role(cast, as_):
    program = ready_program(cast, catalogue(cast))
    colleague = actor(cast.city, Role.APPROVER)
    submit.submit(actor=cast.li, program=program)
    review.accept(actor=cast.he, program=program)
    assert (agree(as_, cast.chen), agree(as_, colleague)) == (1, 1)
    review.approve(actor=colleague, program=program)
    assert (agree(as_, cast.chen), agree(as_, colleague)) == (0, 0)


def test_more_than_the_home_page_shows_is_still_counted(cast, as_):
    wait = process.Waiting("look", "看看", to=lambda _obj: ())
    programs = [ready_program(cast, catalog) for catalog in [catalogue(cast)] for _n in range(2)]
    for number in range(35):
        for program in programs:
            later = process.Waiting(f"look{number}", "看看", to=wait.to)
            process.ask(later, program, cast.north, actor=cast.he, url="/")
    home = as_(cast.li).get(reverse("home"))
    assert home.context["waiting"] == 70
    assert "70" in home.content.decode()
    todo = as_(cast.li).get(reverse("accounts:todo"))
    assert todo.context["table"].count == 70


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_home_says_why_and_where_to_go_on(cast, as_, language):
    client = as_(cast.viewer)
    client.cookies["django_language"] = language
    page = client.get(reverse("home")).content.decode()
    assert reverse("accounts:todo") in page
    assert {"zh-hans": "暂无待办", "en": "Nothing waits for you"}[language] in page


def test_a_trainee_s_home_asks_him_first_and_shows_his_year(cast, as_):
    trainee = actor(cast.north, Role.TRAINEE)
    response = as_(trainee).get(reverse("home"))
    assert response.templates[0].name == "insights/home_personal.html"
    assert response.context["hours"] is None  # an account that is nobody's record yet
    assert str(timezone.localdate().year) in response.content.decode()


def test_home_takes_the_same_statements_for_few_and_many(cast, as_, django_assert_max_num_queries):
    client = as_(cast.li)
    client.get(reverse("home"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("home"))
    catalog = catalogue(cast)
    for _n in range(4):
        ready_program(cast, catalog)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse("home"))
