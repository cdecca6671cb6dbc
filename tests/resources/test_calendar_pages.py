"""Calendars as people see them: month and week, blocking, hours, what is free, links."""

from datetime import timedelta

import pytest

from accounts.choices import Role
from accounts.models import ApiToken
from accounts.tokens import hash_of
from resources import bookings, operations
from resources.models import Booking, Period
from resources.queries import calendar as queries
from resources.queries.free import free
from tests.factories.accounts import actor
from tests.factories.programs import catalogue, monday
from tests.factories.resources import BaseFactory, RoomFactory
from tests.resources.test_calendar import want

DAY = monday()


@pytest.fixture
def c(cast):
    return catalogue(cast)


def hold(cast, **things):
    one = want(cast, **things)
    until = bookings.timezone.now() + bookings.HOLD
    bookings.hold([one], holder=one.holder, until=until)


def html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def page(as_, who, thing, kind=None, **query):
    kind, folder = kind or thing.kind, "bases/rooms" if kind == "room" else f"{thing.kind}s"
    text = "&".join(f"{k}={v}" for k, v in {"on": DAY, **query}.items())
    return html(as_(who).get(f"/resources/{folder}/{thing.pk}/calendar/?{text}"))


@pytest.mark.parametrize("view", ["month", "week"])
def test_a_held_teacher_is_named_only_to_those_who_may_know_by_whom(cast, c, as_, view):
    hold(cast, teacher=c.chen)
    own = page(as_, cast.li, c.chen, view=view)
    institute = page(as_, cast.he, c.chen, view=view)
    other = page(as_, cast.wang, c.chen, view=view)
    assert "为班暂留" in own
    assert "为城北公司暂留" in institute
    assert "为班暂留" not in institute
    assert "已为其他组织暂留" in other
    assert "城北公司" not in other


def test_two_double_hours_of_one_line_are_one_mark_of_the_month(cast, c):
    hold(cast, teacher=c.chen)
    found = queries.entries(cast.li, c.chen, DAY, DAY)
    assert [(e.slots, e.state) for e in found[DAY]] == [(range(2), "held")]


def test_the_calendar_takes_the_same_number_of_statements_for_one_and_many(
    cast, c, django_assert_max_num_queries
):
    def statements():
        with django_assert_max_num_queries(20) as counted:
            queries.sheet(cast.he, c.base, view="month", on=DAY)
        return len(counted)

    hold(cast, base=c.base)
    one = statements()
    for n in range(2, 6):
        hold(cast, holder=f"programs.program:{n}", base=c.base, on=DAY + timedelta(days=n))
    assert statements() == one


def test_a_keeper_blocks_days_and_others_cannot_book_them(cast, c, as_):
    typed = {
        "opens": "False",
        "first_on": DAY.isoformat(),
        "last_on": (DAY + timedelta(days=1)).isoformat(),
        "first_slot": "2",
        "last_slot": "3",
        "reason": "外出调研",
    }
    url = f"/resources/teachers/{c.chen.pk}/calendar/add/"
    assert as_(cast.li).post(url, typed).status_code == 403

    assert as_(cast.he).post(url, typed).status_code == 302

    assert Booking.objects.filter(state="blocked").count() == 4
    with pytest.raises(bookings.Taken):
        bookings.book([want(cast, teacher=c.chen, slots=(2,))], holder="x")
    bookings.book([want(cast, teacher=c.chen, slots=(0,))], holder="x")
    shown = page(as_, cast.he, c.chen)
    assert "外出调研" in shown
    assert "外出调研" not in page(as_, cast.wang, c.chen)
    period = Period.objects.get()
    as_(cast.he).post(f"/resources/calendar/periods/{period.pk}/remove/")
    assert not Booking.objects.filter(state="blocked").exists()


def test_days_that_somebody_has_booked_are_not_blocked_and_the_form_says_so(cast, c, as_):
    hold(cast, teacher=c.chen)
    day = DAY.isoformat()
    typed = {"opens": "False", "first_on": day, "last_on": day, "first_slot": 0, "last_slot": 3}
    url = f"/resources/teachers/{c.chen.pk}/calendar/add/"

    said = html(as_(cast.he).post(url, typed | {"reason": "出差"}))

    assert f"陈思远在 {DAY:%m-%d} 08:30 已有安排：城北公司。请先与对方商定调整" in said
    assert 'value="出差"' in said
    assert not Period.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"last_on": "2001-01-01"}, "last_on", "结束日期早于开始日期"),
        ({"first_on": "2001-01-01", "last_on": "2001-01-01"}, "last_on", "所选日期已过"),
        ({"first_slot": 3, "last_slot": 1}, "last_slot", "结束时间早于开始时间"),
        ({"last_on": (DAY + timedelta(days=500)).isoformat()}, "first_on", "不超过 400 天"),
    ],
)
def test_wrong_days_are_named_at_their_field(cast, c, as_, wrong, field, said):
    day = DAY.isoformat()
    typed = {"opens": "False", "first_on": day, "last_on": day, "first_slot": 0, "last_slot": 3}
    answer = as_(cast.he).post(f"/resources/teachers/{c.chen.pk}/calendar/add/", typed | wrong)
    [(name, [text])] = answer.context["form"].errors.items()
    assert name == field
    assert said in text


def test_days_that_two_exceptions_block_stay_blocked_when_one_is_taken_out(cast, c):
    def period(first, last, reason):
        new = Period(
            teacher=c.chen,
            first_on=DAY + timedelta(first),
            last_on=DAY + timedelta(last),
            reason=reason,
        )
        return operations.save_period(actor=cast.he, period=new)

    trip, leave = period(0, 2, "出差"), period(1, 4, "休假")

    operations.remove_period(actor=cast.he, period=trip)

    rows = Booking.objects.filter(state="blocked").order_by("on").values_list("on", "label")
    assert list(rows.distinct()) == [(DAY + timedelta(n), "休假") for n in range(1, 5)]
    operations.remove_period(actor=cast.he, period=leave)
    assert not Booking.objects.exists()


def test_after_blocking_the_month_of_these_days_is_shown(cast, c, as_):
    day = (DAY + timedelta(days=70)).isoformat()
    typed = {"opens": "False", "first_on": day, "last_on": day, "first_slot": 0, "last_slot": 3}
    url = f"/resources/teachers/{c.chen.pk}/calendar/"
    answer = as_(cast.he).post(f"{url}add/", typed)
    assert answer.url == f"{url}?on={day}"


def test_blocking_one_room_leaves_the_others_of_its_base_free(cast, c):
    period = Period(room=c.hall, first_on=DAY, last_on=DAY)
    operations.save_period(actor=cast.he, period=period)
    bookings.book([want(cast, base=c.base, room=c.small)], holder="x")
    with pytest.raises(bookings.Taken):
        bookings.book([want(cast, base=c.base, room=c.hall)], holder="y")


def test_bookable_hours_are_ticked_and_shown_as_closed_elsewhere(cast, c, as_):
    url = f"/resources/bases/rooms/{c.hall.pk}/calendar/hours/"
    assert html(as_(cast.he).get(url)).count(" checked") == 28
    as_(cast.he).post(url, {f"day_{DAY.weekday()}": ["0", "1"]})
    assert html(as_(cast.he).get(url)).count(" checked") == 2
    found = queries.entries(cast.li, c.hall, DAY, DAY + timedelta(days=1))
    assert [e.slots for e in found[DAY]] == [range(2, 4)]
    assert [e.slots for e in found[DAY + timedelta(days=1)]] == [range(4)]


def test_a_week_is_never_wholly_closed_and_a_wholly_open_one_needs_no_hours(cast, c, as_):
    url = f"/resources/bases/rooms/{c.hall.pk}/calendar/hours/"
    assert "请至少勾选一个节次" in html(as_(cast.he).post(url, {"sent": "1"}))
    as_(cast.he).post(url, {"day_0": ["0"]})
    assert queries.open_hours(cast.he, c.hall) == {(0, 0)}
    as_(cast.he).post(url, {f"day_{day}": ["0", "1", "2", "3"] for day in range(7)})
    assert queries.open_hours(cast.he, c.hall) == set()


def test_an_hour_that_is_blocked_is_not_also_said_to_be_outside_the_hours(cast, c):
    operations.set_hours(actor=cast.he, thing=c.chen, hours=[(DAY.weekday(), 0)])
    period = Period(teacher=c.chen, first_on=DAY, last_on=DAY, last_slot=2, reason="出差")
    operations.save_period(actor=cast.he, period=period)
    found = queries.entries(cast.he, c.chen, DAY, DAY)[DAY]
    assert [(e.time, e.state) for e in found] == [
        ("08:30–15:40", "blocked"),
        ("15:50–17:30", "closed"),
    ]


def test_a_teacher_is_led_to_his_own_calendar(cast, c, as_):
    teacher = actor(cast.school, Role.TEACHER, "陈思远")
    assert "尚未关联师资信息" in html(as_(teacher).get("/resources/calendar/mine/"), 403)
    c.chen.user = teacher.user
    c.chen.save()
    answer = as_(teacher).get("/resources/calendar/mine/")
    assert answer.url == f"/resources/teachers/{c.chen.pk}/calendar/"
    assert "我的日程" in html(as_(teacher).get(answer.url))
    assert 'href="/resources/teachers/"' not in html(as_(teacher).get(c.chen.get_absolute_url()))


def test_the_page_of_a_teacher_says_how_much_he_has_taken_on_and_when_he_can(cast, c, as_):
    hold(cast, teacher=c.chen, on=bookings.timezone.localdate())
    operations.set_hours(actor=cast.he, thing=c.chen, hours=[(0, 0), (0, 1), (0, 3), (2, 2)])
    said = html(as_(cast.li).get(c.chen.get_absolute_url()))
    assert "1 天、2 节次" in said
    assert "星期一 08:30–12:00、15:50–17:30" in said
    assert "星期三 14:00–15:40" in said


def test_a_teacher_keeps_his_own_calendar_and_nobody_elses(cast, c, as_):
    teacher = actor(cast.school, Role.TEACHER, "陈思远")
    c.chen.user = teacher.user
    c.chen.save()
    mine = f"/resources/teachers/{c.chen.pk}/calendar/hours/"
    assert html(as_(teacher).get(mine))
    as_(teacher).post(mine, {"day_0": ["0"]})
    assert queries.open_hours(teacher, c.chen) == {(0, 0)}
    other = f"/resources/teachers/{c.wang.pk}/calendar/hours/"
    assert as_(teacher).get(other).status_code == 404


def test_which_rooms_for_60_are_free_on_two_days(cast, c, as_, client):
    big = RoomFactory(base=c.base, name="报告厅", capacity=120)
    bookings.book([want(cast, base=BaseFactory(organisation=cast.school), room=big)], holder="x")
    last = DAY + timedelta(days=1)
    query = f"what=room&first={DAY}&last={last}&persons=60"

    found = html(as_(cast.li).get(f"/resources/free/?{query}"))

    assert found.index("A201") < found.index("报告厅")
    assert "B204" not in found
    assert "6/8" in found
    member = cast.li.member
    ApiToken.objects.create(
        organisation=cast.north,
        member=member,
        name="t",
        key_hash=hash_of("key"),
        scopes=["resources:read"],
        expires_at=bookings.timezone.now() + timedelta(days=1),
    )
    headers = {"Authorization": "Bearer key"}
    rows = client.get(f"/api/v1/resources/free?{query}", headers=headers).json()
    assert [(row["label"], row["free"], row["of"]) for row in rows] == [
        ("滨江基地 A201", 8, 8),
        ("滨江基地 报告厅", 6, 8),
    ]
    wrong = html(as_(cast.li).get(f"/resources/free/?what=room&first={last}&last={DAY}"))
    assert "早于" in wrong


def test_what_is_free_takes_the_same_number_of_statements_for_one_and_many(
    cast, c, django_assert_max_num_queries
):
    def statements():
        with django_assert_max_num_queries(20) as counted:
            free(cast.li, what="room", first=DAY, last=DAY, slots=range(4))
        return len(counted)

    one = statements()
    RoomFactory.create_batch(5, base=c.base)
    assert statements() == one


def test_the_freest_of_many_comes_first_and_all_can_be_taken_along(cast, c, as_):
    busy = [RoomFactory(base=c.base, name=f"甲{n:03}") for n in range(60)]
    wants = [want(cast, base=BaseFactory(organisation=cast.school), room=room) for room in busy]
    bookings.book(wants, holder="x")
    last = RoomFactory(base=c.base, name="乙999")
    query = f"what=room&first={DAY}&last={DAY}"

    first = html(as_(cast.li).get(f"/resources/free/?{query}"))
    second = html(as_(cast.li).get(f"/resources/free/?{query}&page=2"))
    file = as_(cast.li).get(f"/resources/free/?{query}&format=csv").content.decode("utf-8-sig")

    assert first.index("乙999") < first.index("甲000")
    assert "甲059" not in first
    assert "甲059" in second
    lines = file.splitlines()
    assert len(lines) - 1 == len(free(cast.li, what="room", first=DAY, last=DAY, slots=range(4)))
    assert {one.name for one in (*busy, last)} <= {line.split(",")[0].split()[-1] for line in lines}
