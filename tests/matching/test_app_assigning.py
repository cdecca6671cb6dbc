"""Places for many at once, programmes side by side, what would change it, the same as JSON."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Trainee
from accounts.operations.machines import issue_token
from matching import tasks
from matching.choices import Decision
from matching.facts import changeable
from matching.models import Choice, Model
from matching.queries import assigning, suggestions, watching
from programs.choices import EnrolmentState
from programs.models import Enrolment
from tests.factories.matching import FITS, someone

pytestmark = pytest.mark.django_db


def test_everybody_goes_where_it_does_him_good_within_the_places(cast, tables, model, programs):
    for area in FITS:
        for _one in range(4):
            someone(cast, tables, area)
    for program in programs.values():
        program.places = 5
        program.save()

    found = assigning.proposal(cast.li, assigning.open_programs(cast.li))

    assert found.gap < 0.1
    for program, seats in found.placed:
        assert len(seats) == 5
        assert {FITS[seat.trainee.area.code] for seat in seats} == {program.theme.code}
    assert len(found.left) == found.considered - 15


def test_no_unit_takes_more_than_its_quota(cast, tables, model, programs):
    found = assigning.proposal(cast.li, assigning.open_programs(cast.li), quota=2)

    assert [len(seats) for _program, seats in found.placed] == [2, 2, 2]


def test_who_does_not_meet_a_hard_condition_or_was_found_unsuitable_is_not_proposed(
    cast, tables, model, programs
):
    one, other = someone(cast, tables), someone(cast, tables)
    market = programs["market"]
    Choice.objects.create(
        organisation=cast.north,
        trainee=one,
        program=market,
        decision=Decision.UNSUITABLE,
        member=cast.li.member,
    )
    Enrolment.objects.create(organisation=cast.north, program=market, trainee=other)

    found = assigning.proposal(cast.li, [market])

    assert {one.pk, other.pk}.isdisjoint(seat.trainee.pk for seat in found.seats)


def test_nothing_is_given_before_a_person_says_so_and_then_what_he_left_standing(
    cast, tables, model, programs, as_
):
    one, other = someone(cast, tables), someone(cast, tables)
    client, url = as_(cast.li), reverse("matching:assign")
    market, safety = programs["market"], programs["safety"]

    page = client.get(url, {"programs": [market.pk, safety.pk]})

    assert page.status_code == 200
    assert f'name="place-{one.pk}"' in page.content.decode()
    assert not Enrolment.objects.filter(trainee__in=[one, other]).exists()

    client.post(url, {f"place-{one.pk}": safety.pk, f"place-{other.pk}": "", "place-x": "1"})

    place = Enrolment.objects.get(trainee=one)
    assert (place.program, place.state) == (safety, EnrolmentState.NOMINATED)
    assert place.named_by == cast.li.member
    assert not Enrolment.objects.filter(trainee=other).exists()
    assert Choice.objects.get(trainee=one).decision == Decision.ACCEPT
    assert AuditEntry.objects.filter(action="matching.give_places", member=cast.li.member).exists()


def test_only_who_gives_places_sees_the_page_and_strangers_are_never_placed(
    cast, tables, model, programs, as_
):
    stranger = someone(cast, tables)
    type(stranger).objects.filter(pk=stranger.pk).update(organisation=cast.foreign)
    url = reverse("matching:assign")

    assert as_(cast.viewer).get(url).status_code == 403
    as_(cast.li).post(url, {f"place-{stranger.pk}": programs["market"].pk})

    assert not Enrolment.objects.filter(trainee=stranger).exists()


def test_three_programmes_stand_side_by_side_with_their_reasons(cast, tables, model, programs, as_):
    one = someone(cast, tables)
    url = reverse("matching:trainee_compare", args=[one.pk])
    keys = [programs[theme].pk for theme in ("market", "safety", "digital")]

    page = as_(cast.li).get(url, dict(zip("abc", keys, strict=True))).content.decode()

    shown = suggestions.compared(cast.li, one, keys)
    assert [s.program.pk for s in shown] == keys
    assert all(s.program.label in page for s in shown)
    assert shown[0].because[0].text in page
    assert as_(cast.li).get(url, {"a": "nonsense"}).status_code == 200
    assert as_(cast.stranger).get(url).status_code == 404


def test_what_would_change_it_names_only_what_a_person_can_change(cast, tables, model, programs):
    desk = suggestions.Desk(cast.li, someone(cast, tables, "works"), timezone.localdate())
    options = changeable(desk.record, desk.past, "market", ["case", "lecture"], desk.on)

    assert options.values == {"formats": [("case", "lecture")]}


@pytest.fixture
def api(cast, client):
    scopes = ["people:read", "people:write"]
    issue_token(
        actor=cast.zhou, member=cast.li.member, name="test", key="key", scopes=scopes, days=30
    )
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer key"
    return client


def test_the_api_tells_what_the_page_tells_and_keeps_decisions(cast, tables, model, programs, api):
    one = someone(cast, tables)
    board = api.get(f"/api/v1/matching/trainees/{one.pk}").json()
    first = board["suggestions"][0]
    assert (first["program"], first["band"]) == (programs["market"].pk, "very_suitable")
    assert first["because"][0]["field"] == "area"
    assert board["model"] == model.number
    url = f"/api/v1/matching/trainees/{one.pk}/decisions"
    about = {"program": programs["market"].pk}

    missing = api.post(url, about | {"decision": "unsuitable"}, content_type="application/json")
    made = api.post(url, about | {"decision": "accept"}, content_type="application/json")

    assert missing.status_code == 422
    assert made.status_code == 201
    assert Enrolment.objects.get(trainee=one).named_by == cast.li.member
    people = api.get(f"/api/v1/matching/programs/{programs['safety'].pk}").json()
    assert {"trainee", "level", "because"} <= people[0].keys()
    assert api.get("/api/v1/matching/models").json()["results"][0]["number"] == model.number
    assert api.get("/api/v1/matching/trainees/999999").status_code == 404


def test_the_watch_trains_anew_when_people_changed_or_time_has_passed(cast, tables, model):
    now, week = model.created_at, timedelta(days=7)
    assert watching.due(cast.zhou, model, now + week) == ""
    assert "90" in watching.due(cast.zhou, model, now + timedelta(days=91))
    Trainee.objects.filter(organisation=cast.north).update(area=tables.areas["office"])

    assert watching.due(cast.zhou, model, now + week / 2) == ""  # not every night anew
    assert "专业" in watching.due(cast.zhou, model, now + week)
    assert tasks.watch() == 0
    Model.objects.filter(pk=model.pk).update(created_at=now - week)
    assert tasks.watch() == 1
    assert tasks.watch() == 0  # one is being trained already

    begun = Model.objects.get(state="training")
    assert (begun.number, begun.started_by) == (model.number + 1, cast.zhou.member)
