"""Lists: whatever the address says, a page comes back, and its links say what they do."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import QueryDict
from django.template import Context, Template

from core.lists import Bulk, Choice, Column, DateRange, Flag, Measured, Range, Search, Table

pytestmark = pytest.mark.django_db
NAMES = ["安全复训", "财务骨干", "新任班组长", "安全生产", "营销服务"]


class Groups(Table):
    key, title, default_sort = "groups", "Groups", "name"
    columns = (
        Column("name", "Name", sort="name", fixed=True, kind="link", url=lambda row: "/x/"),
        Column("number", "Number", value="pk", sort="pk", numeric=True, unit="h"),
        Column("state", "State", kind="pill", value=lambda row: ("通过", "approved")),
        Column("phone", "Phone", kind="mask", mask="phone", value=lambda row: "13855502358"),
        Column("share", "Share", kind="measure", value=lambda row: Measured(value=20, minimum=30)),
        Column("secret", "Secret", value="name", allowed=lambda actor: actor == "steward"),
        Column("note", "Note", value=lambda row: None, shown=False),
    )
    filters = (
        Search(label="Name", fields=("name",)),
        Choice("which", "Which", path="name", options=lambda actor: [(n, n) for n in NAMES]),
        Range("number", "Number", path="pk"),
        Flag("safe", "Safety", q=lambda rows: rows.filter(name__startswith="安全"), more=True),
    )


@pytest.fixture
def groups():
    return [Group.objects.create(name=name) for name in NAMES]


def table(params="", actor=None, **options):
    return Groups(Group.objects.all(), params, actor, **options)


def names(params):
    return [row.name for row in table(params).rows]


def drawn(listing):
    return Template("{% load ui %}{% listing table %}").render(Context({"table": listing}))


def test_search_finds_rows_that_hold_every_word(groups):
    assert names("q=安全 复") == ["安全复训"]


def test_search_reads_full_width_characters(groups):
    Group.objects.create(name="A2")
    assert names("q=Ａ２") == ["A2"]


def test_choice_takes_several_values_and_says_so(groups):
    found = table("which=安全复训&which=营销服务")
    assert sorted(row.name for row in found.rows) == ["安全复训", "营销服务"]
    assert [tag["text"] for tag in found.tags] == ["Which：安全复训、营销服务"]


def test_the_link_of_a_tag_removes_that_filter_alone(groups):
    found = table("q=安全&which=安全复训")
    assert QueryDict(found.tags[1]["url"][1:]) == QueryDict("q=安全")
    assert found.clear_url == "?"


def test_range_includes_both_ends(groups):
    first, second = groups[0].pk, groups[1].pk
    found = table(f"number_from={first}&number_to={second}")
    assert {row.pk for row in found.rows} == {first, second}


def test_flag_narrows_by_its_own_function(groups):
    assert sorted(names("safe=1")) == ["安全复训", "安全生产"]


def test_days_include_the_last_day_of_a_moment():
    class Sessions(Table):
        columns = (Column("session_key", "Key"),)
        filters = (DateRange("until", "Until", path="expire_date", moment=True),)

    for key, hour in (("a", 15), ("b", 17)):  # 23:00 that day and 01:00 the next, in Shanghai
        moment = datetime(2026, 9, 5, hour, tzinfo=UTC)
        Session.objects.create(session_key=key, session_data="", expire_date=moment)
    found = Sessions(Session.objects.all(), "until_from=2026年9月5日&until_to=2026-09-05", None)
    assert [row.pk for row in found.rows] == ["a"]
    assert found.applied[0].value == (date(2026, 9, 5), date(2026, 9, 5))


@pytest.mark.parametrize(
    "address",
    [
        "which=none",
        "number_from=abc",
        "number_from=NaN",
        "number_to=1e99",
        "sort=secret",
        "sort=-nothing",
        "cols=nothing",
        "size=7",
        "size=²",
    ],
)
def test_a_wrong_address_shows_the_list_with_a_hint(groups, address):
    found = table(address)
    assert (found.count, len(found.hints)) == (5, 1)


@pytest.mark.parametrize("page", ["0", "-3", "99", "x", "²", ""])
def test_a_page_that_does_not_exist_becomes_the_nearest(groups, page):
    assert len(table({"page": page}).rows) == 5


def test_order_is_stable_by_key(groups):
    class Same(Groups):
        columns = (Column("name", "Name", sort=()), Column("one", "One", sort="same", value="pk"))

    rows = Group.objects.extra(select={"same": "1"})
    up = [row.pk for row in Same(rows, "sort=one", None).rows]
    down = [row.pk for row in Same(rows, "sort=-one", None).rows]
    assert up == sorted(up) == down[::-1]


def test_sort_links_turn_the_current_column_round(groups):
    headings = {one["column"].name: one for one in table("sort=number").headings}
    assert (headings["number"]["url"], headings["number"]["aria_sort"]) == (
        "?sort=-number",
        "ascending",
    )
    assert (headings["name"]["url"], headings["state"]["url"]) == ("?sort=name", "")


def test_columns_are_chosen_and_moved_while_fixed_ones_stay(groups):
    found = table("col=state&col=number&move=up:number")
    assert [column.name for column in found.chosen] == ["name", "number", "state"]
    assert QueryDict(found.query)["cols"] == "name,number,state"


def test_a_column_that_is_not_allowed_cannot_be_asked_for(groups):
    assert "secret" not in [column.name for column in table("cols=secret").chosen]
    assert "secret" in [column.name for column in table("cols=secret", "steward").chosen]


def test_the_number_of_statements_does_not_grow_with_rows(groups, django_assert_num_queries):
    for number in range(40):
        Group.objects.create(name=f"组 {number}")
    with django_assert_num_queries(2):
        drawn(table("q=组"))


def test_masked_data_leaves_masked_too(groups):
    found = table("cols=name,phone&which=营销服务")
    assert list(found.lines()) == [["营销服务", "138****2358"]]


def test_csv_holds_all_rows_of_the_filter_and_only_the_chosen_columns(groups):
    found = table("q=安全&cols=name,number,state,share&size=20")
    lines = found.export("csv").decode("utf-8-sig").splitlines()
    expected = sorted(g.name for g in groups if "安全" in g.name)
    assert lines[0] == "Name,Number（h）,State,Share"
    assert [line.split(",")[0] for line in lines[1:]] == expected
    assert {tuple(line.split(",")[2:]) for line in lines[1:]} == {("通过", "20")}


def test_filename_names_kind_scope_and_moment():
    moment = datetime(2026, 9, 5, 2, 4, tzinfo=UTC)
    assert table("q=x").filename("xlsx", now=moment) == "Groups_筛选结果_20260905-1004.xlsx"


def test_bulk_means_ticked_rows_or_all_that_match(groups):
    ticked = QueryDict(f"pk={groups[0].pk}&pk=x")
    assert list(table("q=安全").selected(ticked)) == [groups[0]]
    assert {g.name for g in table("q=安全").selected(QueryDict("all=1"))} == {
        "安全复训",
        "安全生产",
    }


def test_ticked_rows_outside_the_actors_rows_are_left_out(groups):
    own = Groups(Group.objects.filter(pk=groups[0].pk), "", None)
    assert list(own.selected(QueryDict(f"pk={groups[1].pk}"))) == []


def test_empty_says_whether_there_is_nothing_or_the_filters_exclude_all(groups):
    excluded = table("q=安全&which=营销服务")
    assert (excluded.is_new, [way["count"] for way in excluded.ways_out]) == (False, [1, 2])
    nothing = Groups(Group.objects.none(), "q=安全", None)
    assert nothing.is_new


def test_the_page_offers_views_filters_bulk_and_columns_without_script(groups):
    view = SimpleNamespace(pk=1, name="安全类", query="q=安全", is_current=True, count=2)
    bulk = [Bulk(label="提醒", url="/remind/")]
    html = drawn(table("q=安全", views=[view], save_url="/save/", remove_url="/drop/", bulk=bulk))
    for part in ('href="?q=安全" aria-current="page"', 'action="/save/"', 'formaction="/remind/"'):
        assert part in html
    assert html.count('name="pk"') == 2 + 1  # two rows, and the view that can be removed
    assert 'name="move" value="up:number"' in html


def test_pages_are_links_with_everything_else_kept():
    Group.objects.bulk_create(Group(name=f"组 {n:03}") for n in range(45))
    found = table("q=组&page=2&sort=-name")
    assert (found.page.start_index(), found.page.end_index()) == (21, 40)
    assert QueryDict(found.next_url[1:]) == QueryDict("q=组&sort=-name&page=3")
    assert [page["label"] for page in found.pages] == [1, 2, 3]


@pytest.mark.parametrize(
    "options", [{"kind": "nothing"}, {"kind": "link"}, {"kind": "mask"}, {"kind": "template"}]
)
def test_a_column_that_cannot_be_drawn_fails_at_once(options):
    with pytest.raises(ValueError, match="Column 'x'"):
        Column("x", "X", **options)


def test_cells_are_escaped_formatted_and_drawn_by_kind():
    Group.objects.create(name="<b>甲</b>")
    html = drawn(table("cols=name,number,state,phone,share,note"))
    assert "<b>甲" not in html
    assert '<a href="/x/">&lt;b&gt;甲&lt;/b&gt;</a>' in html
    assert 'class="pill pill--approved"' in html
    assert "measure--short" in html
    assert '<span class="mask">138****2358</span>' in html
    assert '<span class="none">--</span>' in html


def test_a_moment_is_shown_in_local_time_and_numbers_with_separators():
    class Sessions(Table):
        columns = (
            Column("session_key", "Key"),
            Column("expire_date", "Until", kind="datetime"),
            Column("size", "Size", value=lambda row: 12345, numeric=True),
        )

    moment = datetime(2026, 9, 5, 17, 5, tzinfo=UTC)
    Session.objects.create(session_key="a", session_data="", expire_date=moment)
    html = drawn(Sessions(Session.objects.all(), "", None))
    assert '<span class="nowrap">2026-09-06 01:05</span>' in html
    assert "12,345" in html


def test_a_wide_table_shows_the_same_pages_and_counts(groups):
    class Wide(Groups):
        wide, sizes, size = True, (2, 20), 2

    class Narrow(Wide):
        wide = False

    for address in ("", "page=2", "page=9", "sort=-number", "q=安全", "q=none"):
        one, other = (kind(Group.objects.all(), address, None) for kind in (Wide, Narrow))
        assert [row.name for row in one.rows] == [row.name for row in other.rows]
        assert (one.count, one.page.number) == (other.count, other.page.number)
        assert list(one.lines()) == list(other.lines())


def test_own_columns_are_compared_before_other_tables_are_asked(groups):
    mine = Group.objects.filter(Q(pk__in=Group.objects.values("pk")) | Q(name="x"), pk__gt=0)
    statement = str(Groups(mine, "q=安全", None).found.query)
    assert statement.index("LIKE") < statement.index("IN (SELECT")
    assert set(Groups(mine, "q=安全", None).found) == set(table("q=安全").found)
