"""The demo's people: who they are, and what training does for them."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from tests.demo.lookup import CHINESE, known
from trainportal.demo import content, people, sheets


@pytest.fixture(scope="module")
def leaders():
    return people.leaders(people.SEED)


def test_people_are_the_same_for_the_same_seed_only():
    assert people.leaders(7, 60) == people.leaders(7, 60)
    assert people.leaders(7, 60) != people.leaders(8, 60)


def test_people_follow_the_survey(leaders):
    assert len(leaders) == 430
    ages = [people.age_in(person, 2026) for person in leaders]

    def share(matches):
        return sum(matches) / len(leaders)

    assert share(p["sex"] == "male" for p in leaders) == pytest.approx(0.89, abs=0.02)
    assert share("case" in p["preferences"] for p in leaders) == pytest.approx(0.91, abs=0.01)
    assert share("discussion" in p["preferences"] for p in leaders) > 0.5
    assert share(age < 36 for age in ages) == pytest.approx(0.08, abs=0.01)
    assert share(36 <= age <= 45 for age in ages) == pytest.approx(0.17, abs=0.01)
    assert share(46 <= age <= 55 for age in ages) == pytest.approx(0.45, abs=0.01)
    assert share(55 < age <= 60 for age in ages) == pytest.approx(0.30, abs=0.01)


def test_case_teaching_is_on_top_for_all_who_ask_for_it(leaders):
    for person in leaders:
        weights = person["preferences"]
        assert set(weights) <= known("format")
        assert all(0 < weight <= 1 for weight in weights.values())
        assert "case" not in weights or weights["case"] == max(weights.values())


def test_people_hold_posts_of_their_unit(leaders):
    posts = {(row["level"], row["area"]) for row in content.rows("posts")}
    assert {person["unit_code"] for person in leaders} == known("unit")
    assert {(person["level"], person["area"]) for person in leaders} <= posts
    assert {person["education"] for person in leaders} <= known("education")
    heads = Counter(
        (person["unit_code"], person["post_title"])
        for person in leaders
        if person["level"] in {"unit_head", "unit_deputy", "mid_head"}
    )
    assert [post for post, count in heads.items() if count > 1] == []


def test_identity_numbers_are_well_formed_and_nobodys(leaders):
    for person in leaders:
        number = person["id_number"]
        assert re.fullmatch(r"990101\d{11}[\dX]", number)
        assert number[6:14] == f"{person['born_on']:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (person["sex"] == "male")
        assert number[17] == people.check_digit(number[:17])
        assert re.fullmatch(r"1380000\d{4}", person["phone"])
        assert person["joined_on"] - person["born_on"] > timedelta(days=20 * 365)


def test_the_check_digit_is_that_of_the_standard():
    assert people.check_digit("11010519491231002") == "X"  # the example of GB 11643
    assert people.check_digit("44052418800101001") == "4"


@pytest.mark.parametrize("column", ["id_number", "phone", "staff_number"])
def test_identifiers_are_unique_over_two_lists(leaders, column):
    others = people.leaders(people.SEED + 1, 800, first_serial=sheets.ROSTER_SERIAL)
    values = [person[column] for person in leaders + others]
    assert len(set(values)) == len(values)


def test_some_people_share_a_name_and_some_names_have_a_dot(leaders):
    counts = Counter(person["name"] for person in leaders)
    assert len([name for name, count in counts.items() if count > 1]) >= 3
    assert len([name for name in counts if "·" in name]) >= 6
    assert not any(CHINESE.search(person["name_latin"]) for person in leaders)


def test_themes_are_those_of_the_code_table():
    assert set(people.THEMES) == known("theme")
    assert {row["theme"] for row in content.rows("programmes")} == known("theme")


def test_suitability_is_a_share_for_everybody(leaders):
    for person in leaders:
        for theme in people.THEMES:
            assert 0 <= people.suitability(person, theme) <= 1


def test_training_helps_those_it_suits(leaders):
    rng = Random(3)
    area = {"finance": "finance", "marketing": "market", "construction": "construction"}
    for own, theme in area.items():
        scores = {True: [], False: []}
        for person in leaders:
            result = people.outcome(person, theme, rng)
            assert 0 <= result.score <= 100
            assert 1 <= result.rating <= 5
            scores[person["area"] == own].append(result.score)
        inside, outside = (sum(s) / len(s) for s in (scores[True], scores[False]))
        assert inside > outside + 10, theme


def test_a_digital_course_helps_the_old_only_in_the_formats_they_ask_for(leaders):
    base = next(p for p in leaders if p["area"] == "digital" and people.age_in(p, 2026) >= 52)
    without = {**base, "preferences": {"case": 0.9}}
    with_online = {**base, "preferences": {"case": 0.9, "online": 0.5}}
    fits = [people.suitability(person, "digital") for person in (without, with_online)]
    assert fits[0] < 0.6 * fits[1]


def test_only_half_of_the_assignments_follow_fit(leaders):
    rng = Random(4)
    best = [sorted(people.THEMES, key=lambda t: -people.suitability(p, t))[:3] for p in leaders]
    hits = total = 0
    for year in (2023, 2024, 2025):
        for person, top in zip(leaders, best, strict=True):
            themes = people.assigned_themes(person, year, rng)
            assert len(set(themes)) == len(themes) <= 2
            total += len(themes)
            hits += sum(theme in top for theme in themes)
    assert 0.35 < hits / total < 0.75  # chance alone would give 0.25
