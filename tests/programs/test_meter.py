"""The meter against a naive oracle: other code, other data structures, same answers."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from programs import meter
from programs.meter import Booking, Line, Problem, Quota

DAY = date(2031, 5, 12)
SLOTS = ("08:30", "10:20", "14:00", "15:50")

days = st.sampled_from([DAY + timedelta(n) for n in range(-1, 4)])
slot_runs = st.builds(
    lambda start, length: range(start, start + length), st.integers(0, 3), st.integers(1, 4)
)
keys = st.one_of(st.none(), st.integers(1, 3))


@st.composite
def one_line(draw, number):
    on, slots = draw(st.tuples(st.one_of(st.none(), days), slot_runs))
    return Line(
        id=100 + number,
        position=number,
        course=draw(st.integers(1, 4)),
        name=f"course {number}",
        category=draw(st.integers(1, 3)),
        hours=draw(st.integers(1, 9)),
        format=draw(keys),
        teacher=draw(keys),
        rating=draw(st.one_of(st.none(), st.floats(1, 5))),
        fee_per_hour_yuan=draw(st.integers(0, 2000)),
        base=draw(keys),
        groups=draw(st.integers(0, 3)),
        day_cost_yuan=draw(st.integers(0, 3000)),
        boarding_yuan_per_day=draw(st.integers(0, 300)),
        room=draw(keys),
        capacity=draw(st.one_of(st.none(), st.integers(1, 80))),
        on=on,
        slots=slots if on else draw(st.sampled_from([range(0), slots])),
        offered=draw(st.booleans()),
        hosted=draw(st.booleans()),
        room_fits_base=draw(st.booleans()),
    )


bookings = st.builds(Booking, st.integers(1, 3), st.just("B"), days, slot_runs, keys, keys, keys)
quotas = st.builds(
    lambda key, least, more: Quota(
        key, f"category {key}", least, None if more is None else min(100, least + more)
    ),
    st.integers(1, 3),
    st.integers(0, 100),
    st.one_of(st.none(), st.integers(0, 100)),
)


@st.composite
def problems(draw):
    count = draw(st.integers(0, 7))
    starts_on = draw(st.one_of(st.none(), st.just(DAY)))
    return Problem(
        lines=tuple(draw(one_line(number)) for number in range(1, count + 1)),
        quotas=tuple(draw(st.lists(quotas, max_size=3, unique_by=lambda quota: quota.key))),
        bookings=tuple(draw(st.lists(bookings, max_size=6))),
        places=draw(st.integers(1, 60)),
        hours_min=draw(st.integers(0, 30)),
        hours_max=draw(st.integers(0, 60)),
        budget_yuan=draw(st.one_of(st.none(), st.integers(0, 60_000))),
        starts_on=starts_on,
        ends_on=starts_on and starts_on + timedelta(days=2),
        has_institute=draw(st.booleans()),
        slot_names=SLOTS,
        today=draw(st.sampled_from([DAY - timedelta(days=9), DAY + timedelta(days=9)])),
    )


def naive_cost(problem):
    """Add up by walking over the calendar, cell by cell."""
    total = 0
    for line in problem.lines:
        if line.teacher:
            total += sum(line.fee_per_hour_yuan for _hour in range(line.hours))
    for day in {line.on for line in problem.lines}:
        there = [x for x in problem.lines if x.on == day and x.base and day]
        dearest = 0
        for base in {x.base for x in there}:
            total += [x for x in there if x.base == base][-1].day_cost_yuan
        for line in there:
            dearest = (
                line.boarding_yuan_per_day if line.boarding_yuan_per_day > dearest else dearest
            )
        total += sum(dearest for _person in range(problem.places))
    return total


def naive_stops(problem):
    """Every blocking (code, line) as a set, judged line by line and pair by pair."""
    hours = sum(line.hours for line in problem.lines)
    budget = problem.budget_yuan
    whole = {
        "no_institute": not problem.has_institute,
        "no_dates": problem.starts_on is None or problem.ends_on is None,
        "no_lines": len(problem.lines) == 0,
        "hours_short": problem.lines and hours < problem.hours_min,
        "hours_over": hours > problem.hours_max,
        "over_budget": budget is not None and naive_cost(problem) > budget,
        "share_short": any(naive_share(problem, q) == "short" for q in problem.quotas),
        "share_over": any(naive_share(problem, q) == "over" for q in problem.quotas),
    }
    found = {(code, None) for code, wrong in whole.items() if wrong}
    for line in problem.lines:
        judged = naive_line(problem, line) | naive_time(problem, line)
        found |= {(code, line.id) for code, wrong in judged.items() if wrong}
    return found


def naive_share(problem, quota):
    hours = [line.hours for line in problem.lines if line.category == quota.key]
    total = sum(line.hours for line in problem.lines)
    part = Fraction(100 * sum(hours), total) if total else quota.minimum
    if part < quota.minimum:
        return "short"
    return "over" if quota.maximum is not None and part > quota.maximum else "ok"


def has_time(line):
    return line.on is not None and len(line.slots) > 0


def naive_line(problem, line):
    chosen = (line.format, line.teacher, line.base)
    return {
        "incomplete": None in chosen or not has_time(line),
        "not_offered": not line.offered,
        "not_hosted": not line.hosted,
        "room_elsewhere": not line.room_fits_base,
        "too_small": line.capacity is not None and problem.places > line.capacity,
    }


def naive_time(problem, line):
    if not has_time(line):
        return {}
    first, last = problem.starts_on or date.min, problem.ends_on or date.max
    there = [b for b in problem.bookings if b.on == line.on]
    same = [b for b in there if set(b.slots) & set(line.slots)]
    before = [x for x in problem.lines[: line.position - 1] if x.on == line.on]
    guests = {b.key for b in there if b.base == line.base}
    room_taken = line.room and any(b.room == line.room for b in same)
    return {
        "past_day_end": any(slot >= len(SLOTS) for slot in line.slots),
        "outside_dates": not first <= line.on <= last,
        "overlap": any(set(x.slots) & set(line.slots) for x in before),
        "teacher_taken": line.teacher and any(b.teacher == line.teacher for b in same),
        "room_taken": room_taken,
        "base_full": not room_taken and line.base and guests and len(guests) >= line.groups,
    }


@settings(max_examples=200, deadline=None)
@given(problems())
def test_the_meter_blocks_exactly_what_the_oracle_blocks(problem):
    found = meter.measure(problem)

    assert {(issue.code, issue.line) for issue in found.blocking} == naive_stops(problem)
    assert found.ready == (not naive_stops(problem))
    assert found.cost.total == naive_cost(problem)
    assert found.hours == sum(line.hours for line in problem.lines)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), max_size=8), quotas)
def test_missing_and_excess_hours_are_the_least_that_help(held, quota):
    (share,) = meter.shares([quota], held)
    hours = sum(h for key, h in held if key == quota.key)
    total = sum(h for _key, h in held)

    def least_met(extra):
        return 100 * (hours + extra) >= quota.minimum * (total + extra)

    def most_met(less):
        return 100 * (hours - less) <= quota.maximum * (total - less)

    if share.missing_hours and quota.minimum < 100:
        assert least_met(share.missing_hours)
        assert not least_met(share.missing_hours - 1)
    if share.excess_hours:
        assert most_met(share.excess_hours) or share.excess_hours == hours
        assert not most_met(share.excess_hours - 1)
    assert (share.missing_hours == 0) == least_met(0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), min_size=1, max_size=8), quotas)
def test_the_percentage_shown_never_rounds_a_miss_into_a_hit(held, quota):
    (share,) = meter.shares([quota], held)

    assert abs(share.shown - share.percent) < 1
    if share.missing_hours:
        assert share.shown < quota.minimum
    elif share.excess_hours:
        assert share.shown > quota.maximum


def test_a_quota_of_the_whole_is_met_by_exchange():
    (share,) = meter.shares([Quota(1, "A", 100)], [(1, 6), (2, 4)])

    assert (share.missing_hours, share.shown, share.state) == (4, 60, "short")


def timed(number, slot=0, length=2, **more):
    values = {"course": number, "category": 1, "hours": 2 * length, "format": 1, "base": 1}
    return Line(
        id=number,
        position=number,
        name=f"course {number}",
        **({"teacher": 1, "on": DAY, "slots": range(slot, slot + length)} | values | more),
    )


def problem(*lines, **more):
    values = {"places": 40, "hours_min": 0, "hours_max": 99, "today": DAY, "slot_names": SLOTS}
    return Problem(lines=lines, **(values | {"starts_on": DAY, "ends_on": DAY} | more))


def codes(issues):
    return [issue.code for issue in issues]


def test_a_course_longer_than_a_day_runs_past_its_end():
    (issue,) = meter.measure(problem(timed(1, 1, 4))).blocking

    assert (issue.code, issue.params) == ("past_day_end", {"when": "05-12 10:20", "hours": 8})


def test_days_in_the_past_are_advice_and_never_forbid():
    found = meter.measure(problem(timed(1), today=DAY + timedelta(days=400)))

    assert found.ready
    assert "past" in codes(found.advice)


def test_a_base_takes_as_many_programmes_as_it_has_groups():
    others = [Booking(key, "", DAY, range(2, 4), None, 1, None) for key in (7, 8)]

    def stops(groups, count):
        return codes(
            meter.measure(problem(timed(1, groups=groups), bookings=tuple(others[:count]))).blocking
        )

    assert (stops(1, 0), stops(1, 1)) == ([], ["base_full"])
    assert (stops(2, 1), stops(2, 2)) == ([], ["base_full"])


def test_one_teacher_with_most_of_the_hours_is_worth_a_word():
    lines = (timed(1), timed(2, 2), timed(3, on=None, slots=range(0), teacher=2))

    found = meter.measure(problem(*lines))

    (issue,) = [i for i in found.advice if i.code == "heavy_teacher"]
    assert (issue.params["hours"], issue.params["total"]) == (8, 12)


def test_the_issues_come_blocking_first_and_in_the_order_of_the_lines():
    lines = [timed(n, n % 4, capacity=10, rating=2.0) for n in range(1, 6)]

    found = meter.measure(problem(*lines, has_institute=False)).issues

    assert sorted(found, key=lambda i: (not i.blocking, i.position or 0)) == list(found)
    assert found[0].code == "no_institute"


def test_the_shortest_way_prefers_enough_then_fewest_hours_then_cheapest():
    (share,) = meter.shares([Quota(1, "A", 30)], [(1, 4), (2, 20)])
    candidates = [
        meter.Candidate(1, "long", 12, 100),
        meter.Candidate(2, "dear", 6, 900),
        meter.Candidate(3, "cheap", 6, 300),
        meter.Candidate(4, "short", 2, 10),
        meter.Candidate(5, "beyond", 40, 10),
    ]

    ways = meter.shortest_ways(share, candidates, hours_max=40)

    assert [way.candidate.name for way in ways] == ["cheap", "dear", "long"]
    assert (ways[0].shown, ways[0].missing_hours, ways[0].total_hours) == (33, 0, 30)


def test_sixty_lines_are_measured():
    lines = [timed(n, n % 4, 1, on=DAY + timedelta(n // 4), hours=2) for n in range(60)]
    busy = tuple(
        Booking(n, "", DAY + timedelta(n % 20), range(4), n % 5, n % 3, n) for n in range(500)
    )

    found = meter.measure(problem(*lines, ends_on=DAY + timedelta(20), bookings=busy))

    assert found.hours == 120
    assert found.complete == 60
