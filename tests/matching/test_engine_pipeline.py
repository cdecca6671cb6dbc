"""Training, ranking, explanation, storage, from records to bands."""

import hashlib
import hmac
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from matching.engine.calibration import Calibration
from matching.engine.candidates import Rows
from matching.engine.contest import assemble
from matching.engine.explain import explain, why_not
from matching.engine.features import Leak, Record, Schema, table
from matching.engine.labels import Outcome
from matching.engine.models import CrossLinear, ExactSvc, Popularity, RewardLinear, Setting
from matching.engine.past import remember, similar
from matching.engine.pipeline import rank, train
from matching.engine.plan import Plan
from matching.engine.store import HEAD, MAGIC, Refused, load, save
from matching.engine.watch import Stopped
from tests.matching.leaders import PLAN, PROGRAMMES, SCHEMA, leaders
from tests.matching.tampering import tamperings

KEY = b"a key that lies outside the database"


@pytest.fixture(scope="module")
def history():
    return leaders(1200, seed=2, skill=0.5)


@pytest.fixture(scope="module")
def trained(history):
    return train(history.records, history.outcomes(), plan=PLAN, seed=1)


@pytest.fixture(scope="module")
def people():
    """People of a later time, never learned from."""
    return leaders(1500, seed=99, skill=0.5)


def matcher_of(model, people, plan=PLAN, label=None):
    """A matcher with one given model, fitted on successes."""
    x = table(plan.schema, people.records)
    y = np.where(people.reward >= 0.6, people.taken, -1)
    y = y if label is None else np.where(y == label, -1, y)
    rows = Rows(x, y, people.taken, people.reward, people.propensity, len(plan.classes))
    good = rows.good
    if isinstance(model, RewardLinear):
        model.fit(x, people.taken, reward=people.reward, k=rows.k)
    else:
        model.fit(good.x, good.y, k=rows.k, seed=0)
    calibration = Calibration(0.7, np.linspace(-0.2, 0.2, rows.k))
    return assemble(model, calibration, rows, plan, remember(x, people.taken, y >= 0))


MODELS = {
    "cross_svm": lambda: CrossLinear(strength=0.05),
    "cross_logistic": lambda: CrossLinear(loss="logistic", strength=0.05),
    "reward": RewardLinear,
    "svc": lambda: ExactSvc(setting=Setting(3.0, 0.05, 0.5)),
    "popularity": Popularity,
    "popularity_by_field": lambda: Popularity(by="level"),
}


def test_choices_are_worth_more_than_the_logged_policy_and_than_imitating_it(trained, people):
    chosen = trained.model.proba(table(SCHEMA, people.records)).argmax(1)
    imitation = CrossLinear(loss="logistic").fit(
        table(SCHEMA, people.records), people.taken, k=8, seed=0
    )
    naive = imitation.decision(table(SCHEMA, people.records)).argmax(1)
    assert people.worth(chosen) > people.worth(people.taken) + 0.1
    assert people.worth(chosen) > people.worth(naive) + 0.1


def test_success_labels_beat_imitation_under_selection_bias(people):
    past = leaders(1500, seed=4, skill=0.2)
    x, later = table(SCHEMA, past.records), table(SCHEMA, people.records)
    good = past.reward >= 0.6
    worth = {}
    for name, rows in (("naive", np.ones_like(good)), ("success", good)):
        model = CrossLinear(strength=0.05).fit(x.take(rows), past.taken[rows], k=8, seed=0)
        worth[name] = people.worth(model.decision(later).argmax(1))
    assert worth["success"] > worth["naive"] + 0.1


def test_report_compares_all_models_and_policies_and_is_json(trained):
    report = trained.report
    names = [one.name for one in report.judged]
    assert names == [
        "svc",
        "cross_svm",
        "cross_logistic",
        "reward",
        "logistic",
        "boosting",
        "popularity",
        "popularity_by_field",
    ]
    best = report.named(report.best)
    assert best.value.value > report.logged.value
    assert best.value.value > report.naive.value
    assert best.value.error < 0.1
    assert report.first_on < report.split_on < report.last_on
    # A sensitive field is not learned from, but how its groups fare is shown.
    assert {s.field for s in report.subgroups} >= {"gender", "format", "age"}
    assert {s.mrr is None for s in report.subgroups} == {True, False}
    assert all((s.n < 30) == (s.mrr is None) for s in report.subgroups)
    for name in ("gender", "age"):  # everybody is in one group of every field
        own = [s.n for s in report.subgroups if s.field == name]
        assert sum(own) == report.named(report.best).figures["n"]
    bins = report.reliability
    assert sum(one.n for one in bins) == report.named(report.best).figures["n"]
    assert all(one.low <= one.said <= one.low + 0.1 + 1e-9 for one in bins)
    apart = sum(one.n * abs(one.said - one.came) for one in bins) / sum(one.n for one in bins)
    assert apart == pytest.approx(report.named(report.best).figures["ece"], abs=0.03)
    assert json.loads(json.dumps(report.to_dict()))["best"] == report.best
    assert (trained.decision.replace, trained.decision.code) == (True, "first")


def test_training_is_deterministic_for_a_seed_and_ignores_the_order_of_rows():
    past = leaders(250, seed=6, skill=0.5)
    rows = list(zip(past.records, past.outcomes(), strict=True))
    one = train(*zip(*rows, strict=True), plan=PLAN, seed=5)
    two = train(*zip(*reversed(rows), strict=True), plan=PLAN, seed=5)
    assert one.report == two.report
    assert save(one.model, key=KEY) == save(two.model, key=KEY)


def test_progress_is_told_and_stop_is_honoured():
    past = leaders(250, seed=6, skill=0.5)
    told = []

    def note(done, total, stage):
        told.append((done, total, stage))

    train(past.records, past.outcomes(), plan=PLAN, progress=note)
    assert [done for done, _total, _stage in told] == list(range(1, len(told) + 1))
    assert told[-1] == (len(told), len(told), "final")
    told.clear()
    with pytest.raises(Stopped):
        train(past.records, past.outcomes(), plan=PLAN, progress=note, stop=lambda: len(told) >= 2)
    assert len(told) == 2


def test_stop_is_asked_within_the_search_of_the_kernel_machine():
    asked = iter(range(1000))
    past = leaders(250, seed=6, skill=0.5)
    with pytest.raises(Stopped):
        train(past.records, past.outcomes(), plan=PLAN, stop=lambda: next(asked) >= 20)
    assert next(asked) == 21


def test_a_leak_in_training_or_ranking_is_refused(trained, history):
    record = history.records[0]
    late = replace(record, as_of={**record.as_of, "level": record.assigned_on + timedelta(1)})
    with pytest.raises(Leak, match="level: 1"):
        train([late, *history.records[1:]], history.outcomes(), plan=PLAN)
    with pytest.raises(Leak, match="level: 1"):
        rank(trained.model, late)


def test_ranking_is_sorted_sums_to_one_and_bands_follow_the_truth(trained, people):
    truth = {band: [] for band in ("very_suitable", "suitable", "consider", "unsuited")}
    for row, record in enumerate(people.records[:200]):
        order = rank(trained.model, record)
        assert [r.score for r in order] == sorted((r.score for r in order), reverse=True)
        assert sum(r.probability for r in order) == pytest.approx(1)
        for one in order:
            if one.band != "unsure":
                truth[one.band].append(people.fit[row, PROGRAMMES.index(one.label)])
    means = [np.mean(worth) for worth in truth.values()]
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.15


def test_thin_data_give_an_order_by_rules_and_no_bands():
    past = leaders(60, seed=1)
    plan = replace(PLAN, audience={"P03": {"level": ["lev1"]}})
    out = train(past.records, past.outcomes(), plan=plan)
    assert out.report.thin
    assert (out.decision.replace, out.decision.code) == (False, "too_few")
    inside = next(r for r in past.records if r.values["level"] == "lev1")
    outside = next(r for r in past.records if r.values["level"] != "lev1")
    places = []
    for record in (inside, outside):
        order = rank(out.model, record)
        assert {(r.band, r.why) for r in order} == {("unsure", "thin")}
        places.append([r.label for r in order].index("P03"))
    assert places[0] < places[1]


def test_no_history_at_all_still_ranks_by_declared_audience():
    plan = replace(PLAN, audience={"P05": {"age": [50, 60], "tags": ["t1"]}})
    out = train([], [], plan=plan)
    day = date(2025, 1, 1)
    person = Record.known({"age": 55, "tags": ["t1"]}, day, assigned_on=day)
    assert rank(out.model, person)[0].label == "P05"
    assert {r.band for r in rank(out.model, person)} == {"unsure"}


def test_unseen_and_missing_values_are_ranked_and_someone_unknown_is_unsure(trained):
    day = date(2025, 1, 1)
    strange = Record.known({"department": "new one", "age": None}, day, assigned_on=day)
    order = rank(trained.model, strange)
    assert len(order) == len(PROGRAMMES)
    assert all(np.isfinite(r.score) for r in order)
    assert {(r.band, r.why) for r in order} == {("unsure", "unlike")}


def test_outcomes_that_are_unknown_or_of_a_class_not_offered_are_left_out():
    past = leaders(100, seed=1)
    outcomes = past.outcomes()
    outcomes[0], outcomes[1] = Outcome("P00"), Outcome("gone", result=80)
    report = train(past.records, outcomes, plan=PLAN).report
    assert report.left_out == {"no_outcome": 1, "not_offered": 1}
    assert report.rows == 98
    with pytest.raises(ValueError, match="needs its outcome"):
        train(past.records, outcomes[1:], plan=PLAN)


def test_a_new_class_starts_from_its_audience_and_planned_places(history, people):
    label = 4
    plan = replace(PLAN, audience={"P04": {"preference": ["pre0", "pre1"]}})
    matcher = matcher_of(CrossLinear(strength=0.05), history, plan, label=label)
    assert matcher.cold.tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    x = table(SCHEMA, people.records)
    inside = np.isin(x.columns["preference"], ["pre0", "pre1"])
    prob = matcher.proba(x)[:, label]
    assert prob[inside].min() > 1.5 / len(PROGRAMMES) / 2
    assert prob[inside].mean() > 5 * prob[~inside].mean()


def test_planned_places_raise_what_gets_more_seats(history, people):
    x = table(SCHEMA, people.records[:50])
    matcher = matcher_of(CrossLinear(strength=0.05), history)
    places = np.full(len(PROGRAMMES), 20.0)
    before = replace(matcher, places=places).proba(x)
    places = places.copy()
    places[2] = 200
    after = replace(matcher, places=places, tau=0.5).proba(x)
    assert (after[:, 2] > before[:, 2]).all()
    assert (replace(matcher, places=places, tau=1.0).proba(x)[:, 2] > after[:, 2]).all()


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("label", ["P00", "P04", "P06"])
def test_contributions_add_up_to_the_score(history, people, name, label):
    plan = replace(
        PLAN,
        places={p: 10 + 3 * i for i, p in enumerate(PROGRAMMES)},
        audience={"P04": {"level": ["lev1"], "age": [30, 40]}},
    )
    matcher = matcher_of(MODELS[name](), history, plan, label=4)
    matcher.counts[6] = 7  # half cold
    for record in people.records[:3]:
        x = table(SCHEMA, [record])
        found = explain(matcher, x, label)
        assert found.score == pytest.approx(matcher.scores(x)[0, PROGRAMMES.index(label)], abs=1e-6)
        assert found.base + sum(found.parts.values()) == pytest.approx(found.score, abs=1e-9)
        assert set(found.parts) == set(SCHEMA.names)


def test_exact_shapley_values_of_few_fields_meet_their_definition(history):
    names = ("preference", "level", "region")
    schema = Schema(tuple(f for f in SCHEMA.fields if f.name in names))
    matcher = matcher_of(
        ExactSvc(setting=Setting(1.0, 0.1, 1.0)), history, Plan(schema, PROGRAMMES)
    )
    model, x = matcher.model, table(schema, history.records[:1])
    fields, point = model.encoder.dense(x)[1], model.points(x)[0]
    idle = schema.names.index("region")
    model.background[:, fields == idle] = point[fields == idle]  # nobody differs there
    found = explain(matcher, x, "P01").parts

    def worth(*present):
        mixed = np.where(np.isin(fields, present), point, model.background[:8])
        return model.scores(mixed)[:, 1].mean() / matcher.calibration.temperature

    one, two = (schema.names.index(name) for name in ("preference", "level"))
    own = (worth(one) - worth() + worth(one, two) - worth(two)) / 2
    assert found["preference"] == pytest.approx(own, abs=1e-9)
    assert found["region"] == pytest.approx(0, abs=1e-12)


def test_taking_away_the_strongest_reason_moves_the_score_as_said(history, people):
    matcher = matcher_of(CrossLinear(strength=0.05), history)
    agreed = []
    usual = table(SCHEMA, people.records)
    for row, record in enumerate(people.records[:100]):
        x = table(SCHEMA, [record])
        label = PROGRAMMES[int(matcher.scores(x)[0].argmax())]
        field, part = explain(matcher, x, label).reasons[0]
        others = usual.take(np.full(len(usual), row))
        others.columns[field] = usual.columns[field]
        without = matcher.scores(others)[:, PROGRAMMES.index(label)].mean()
        agreed.append((matcher.scores(x)[0, PROGRAMMES.index(label)] > without) == (part > 0))
    assert np.mean(agreed) >= 0.95


def test_why_not_is_the_difference_to_the_best(history, people):
    matcher = matcher_of(CrossLinear(strength=0.05), history)
    x = table(SCHEMA, people.records[:1])
    scores = matcher.scores(x)[0]
    found = why_not(matcher, x, "P02")
    assert found.score == pytest.approx(scores[2] - scores.max(), abs=1e-6)
    assert found.base + sum(found.parts.values()) == pytest.approx(found.score, abs=1e-9)


def test_the_most_similar_past_person_is_the_person(trained, history):
    x = table(SCHEMA, [history.records[700]])
    found = similar(trained.model.past, PROGRAMMES, x, n=5)
    assert found[0].person == "person700"
    assert found[0].closeness == pytest.approx(1, abs=1e-6)
    assert found[0].label == PROGRAMMES[history.taken[700]]
    assert [s.closeness for s in found] == sorted((s.closeness for s in found), reverse=True)


@pytest.mark.parametrize("name", MODELS)
def test_a_stored_matcher_scores_as_before(history, people, name):
    plan = replace(PLAN, places=dict.fromkeys(PROGRAMMES, 20), audience={"P01": {"age": (30, 40)}})
    matcher = matcher_of(MODELS[name](), history, plan, label=1)
    again = load(save(matcher, key=KEY), key=KEY, schema=SCHEMA)
    x = table(SCHEMA, people.records[:200])
    np.testing.assert_allclose(again.scores(x), matcher.scores(x), atol=1e-6)
    one = x.take([0])
    assert explain(again, one, "P02") == explain(matcher, one, "P02")
    assert save(again, key=KEY) == save(matcher, key=KEY)


def test_thirty_tamperings_are_refused(history):
    data = save(matcher_of(CrossLinear(strength=0.05), history), key=KEY)
    cases = list(tamperings(data))
    assert len(cases) == 30
    for number, (changed, reason) in enumerate(cases):
        with pytest.raises(Refused) as caught:
            load(changed, key=KEY)
        assert (number, caught.value.reason) == (number, reason)


def test_a_foreign_key_a_weak_key_and_another_schema_are_refused(history):
    data = save(matcher_of(Popularity(), history), key=KEY)
    with pytest.raises(Refused) as caught:
        load(data, key=KEY[::-1])
    assert caught.value.reason == "signature"
    with pytest.raises(Refused) as caught:
        load(data, key=KEY, schema=Schema(SCHEMA.fields[:3]))
    assert caught.value.reason == "schema"
    with pytest.raises(ValueError, match="16 bytes"):
        load(data, key=b"short")


def resigned(data, *, version=2, header=None, body=None):
    """The same file with other parts and a right signature."""
    _magic, _version, length = HEAD.unpack_from(data)
    text, rest = data[HEAD.size : HEAD.size + length], data[HEAD.size + length : -32]
    text = json.dumps({**json.loads(text), **(header or {})}).encode()
    content = HEAD.pack(MAGIC, version, len(text)) + text + (rest if body is None else body)
    return content + hmac.digest(KEY, content, "sha256")


class Canary:
    """Its unpickling would leave a mark."""

    def __reduce__(self):
        return Path.touch, (Path("canary"),)


def test_signed_files_of_another_version_kind_or_content_are_refused(
    history, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    data = save(matcher_of(Popularity(), history), key=KEY)
    pickled = io.BytesIO()
    np.savez(pickled, bias=np.array([Canary()], dtype=object))
    digest = {"body_sha256": hashlib.sha256(pickled.getvalue()).hexdigest()}
    cases = {
        "version": resigned(data, version=1),
        "header": resigned(data, header={"kind": "boosting"}),
        "digest": resigned(data, body=b"other"),
        "schema": resigned(data, header={"schema_sha256": "0"}),
        "arrays": resigned(data, header=digest, body=pickled.getvalue()),
    }
    for reason, changed in cases.items():
        with pytest.raises(Refused) as caught:
            load(changed, key=KEY)
        assert caught.value.reason == reason
    assert not Path("canary").exists()
    load(resigned(data), key=KEY)


def test_a_champion_is_replaced_only_by_a_better_one():
    past = leaders(900, seed=3, skill=0.0)
    weak = matcher_of(Popularity(), past)
    weak.note = {"last_day": 0}
    first = train(past.records, past.outcomes(), plan=PLAN, champion=weak, seed=1)
    assert (first.decision.replace, first.decision.code) == (True, "better_value")
    again = train(past.records, past.outcomes(), plan=PLAN, champion=first.model, seed=1)
    assert (again.decision.replace, again.decision.code) == (False, "few_new")
    # Nobody may compare what one knows by heart with what the other sees for the first time.
    first.model.note["last_day"] = int(table(SCHEMA, past.records).when.max()) - 200
    later = train(past.records, past.outcomes(), plan=PLAN, champion=first.model, seed=1)
    assert later.decision.code in {"not_better", "worse_value"}
