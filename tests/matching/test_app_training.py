"""Training in the background: end to end, killed, cancelled, and never on foreign people."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.access import Denied
from accounts.models import AuditEntry, Job
from core import jobs
from matching import operations, rules, tasks
from matching.choices import ModelState
from matching.engine.features import Leak, table
from matching.facts import SCHEMA
from matching.models import Model
from matching.operations import AlreadyTraining, NotUsable
from matching.queries import history, serving
from matching.vault import Unusable, person_key
from tests.factories.matching import ProgramFactory, code_tables, past

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(cast):
    return code_tables(cast.city)


@pytest.fixture
def trained(cast, tables):
    """The first model of the city, in use."""
    past(cast.city, cast.north, tables)
    return train(cast)


def train(cast):
    model = operations.start_training(actor=cast.zhou, organisation=cast.city)
    jobs.run(model.job_id)
    model = Model.objects.get(pk=model.pk)
    assert model.job.state == Job.State.DONE, model.job.error
    return model


def test_a_model_is_trained_judged_and_taken_into_use(cast, trained):
    report = trained.report

    assert trained.state == ModelState.CHAMPION
    assert trained.serves == cast.city
    assert (trained.cases, report["rows"]) == (300, 300)
    assert report["split_on"] > report["first_on"]
    judged = {one["name"]: one for one in report["judged"]}
    assert {"popularity", "popularity_by_field", "logistic", "boosting"} <= judged.keys()
    assert judged[report["best"]]["figures"]["mrr"] > judged["popularity"]["figures"]["mrr"]
    assert trained.decision["code"] == "first"
    assert serving.matcher(cast.zhou, trained).classes == ("market", "safety", "digital")
    assert trained.job.done == trained.job.total


def test_a_successor_from_the_same_results_is_kept_but_does_not_replace(cast, trained):
    second = train(cast)

    assert second.number == 2
    assert second.decision["code"] == "few_new"
    assert second.state == ModelState.RETIRED
    assert serving.champion(cast.li, cast.north) == trained


def test_thin_data_are_not_taken_into_use(cast, tables):
    past(cast.city, cast.north, tables, people=12)

    model = train(cast)

    assert (model.thin, model.decision["code"]) == (True, "too_few")
    assert model.state == ModelState.RETIRED
    assert serving.champion(cast.li, cast.north) is None
    assert serving.latest_cases(cast.li, cast.north) == 12
    with pytest.raises(NotUsable):
        operations.restore(actor=cast.zhou, model=model, reason="")


class Killed(BaseException):
    """The worker's process is gone."""


def test_a_worker_killed_in_the_middle_leaves_the_champion_and_the_next_one_finishes(
    cast, trained, monkeypatch
):
    model = operations.start_training(actor=cast.zhou, organisation=cast.city)

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(tasks, "tally", die)
        with pytest.raises(Killed):
            jobs.run(model.job_id)
    job = Job.objects.get(pk=model.job_id)
    assert job.state == Job.State.RUNNING
    assert Model.objects.get(pk=model.pk).content is None
    assert serving.champion(cast.li, cast.north) == trained

    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(job.pk)

    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    assert Model.objects.get(pk=model.pk).state == ModelState.RETIRED
    assert Model.objects.filter(state=ModelState.CHAMPION).get() == trained


def test_a_worker_that_lost_its_lease_writes_nothing(cast, trained, monkeypatch):
    model = operations.start_training(actor=cast.zhou, organisation=cast.city)
    original = tasks.tally

    def overtaken(*args):
        Job.objects.filter(pk=model.job_id).update(fence=99)
        return original(*args)

    monkeypatch.setattr(tasks, "tally", overtaken)
    jobs.run(model.job_id)

    assert Model.objects.get(pk=model.pk).state == ModelState.TRAINING
    assert Model.objects.get(pk=model.pk).content is None


def test_a_cancelled_training_changes_nothing(cast, trained, monkeypatch):
    model = operations.start_training(actor=cast.zhou, organisation=cast.city)
    original = history.history

    def then_cancel(*args):
        Job.objects.filter(pk=model.job_id).update(cancel_wanted=True)
        return original(*args)

    monkeypatch.setattr(history, "history", then_cancel)
    jobs.run(model.job_id)

    assert Job.objects.get(pk=model.job_id).state == Job.State.CANCELLED
    assert Model.objects.get(pk=model.pk).state == ModelState.FAILED
    assert serving.champion(cast.li, cast.north) == trained


def test_a_second_training_waits_and_a_stopped_one_frees_the_way(cast, tables):
    first = operations.start_training(actor=cast.zhou, organisation=cast.city)
    with pytest.raises(AlreadyTraining):
        operations.start_training(actor=cast.chen, organisation=cast.city)

    operations.stop_training(actor=cast.zhou, model=first)

    assert Model.objects.get(pk=first.pk).state == ModelState.FAILED
    assert operations.start_training(actor=cast.zhou, organisation=cast.city).number == 2


def test_an_earlier_model_is_taken_into_use_again_with_a_reason(cast, trained):
    second = train(cast)

    operations.restore(actor=cast.chen, model=second, reason="试用")

    trained.refresh_from_db()
    assert (trained.state, trained.serves) == (ModelState.RETIRED, None)
    assert serving.champion(cast.li, cast.north) == second
    entry = AuditEntry.objects.filter(action="matching.restore").get()
    assert (entry.member, entry.reason) == (cast.chen.member, "试用")
    assert entry.after["state"] == ModelState.CHAMPION


def test_changed_bytes_are_refused(cast, trained):
    content = bytes(trained.content)
    Model.objects.filter(pk=trained.pk).update(content=content[:99] + b"x" + content[100:])

    with pytest.raises(Unusable):
        serving.matcher(cast.zhou, trained)


def test_bytes_signed_with_another_secret_are_refused(cast, trained, settings):
    settings.SECRET_KEY = "another secret of another installation"

    with pytest.raises(Unusable):
        serving.matcher(cast.zhou, trained)


def test_foreign_people_and_results_are_never_learned_from(cast, tables, trained):
    far = code_tables(cast.elsewhere)
    strangers = past(cast.elsewhere, cast.foreign, far, people=9)

    own = history.history(cast.zhou, cast.city)
    theirs = history.history(cast.far_approver, cast.elsewhere)

    keys = {person_key(one.pk) for one in strangers}
    assert keys.isdisjoint(one.person for one in own.records)
    assert {one.person for one in theirs.records} == keys
    assert keys.isdisjoint(serving.matcher(cast.zhou, trained).past.people)
    assert serving.champion(cast.stranger, cast.foreign) is None
    assert not serving.models(cast.stranger).exists()


def test_particulars_are_those_of_the_first_day_of_the_programme(cast, tables):
    one = past(cast.city, cast.north, tables, people=1, every_year=True)[0]
    AuditEntry.objects.create(
        organisation=cast.north,
        action="accounts.save_trainee",
        target=f"accounts.trainee:{one.pk}",
        before={"level_id": tables.levels["deputy"].pk},
        after={"level_id": tables.levels["head"].pk},
    )

    found = history.history(cast.zhou, cast.city)

    assert {record.values["level"] for record in found.records} == {"deputy"}


def test_later_trainings_are_not_known_yet(cast, tables):
    past(cast.city, cast.north, tables, people=1, every_year=True)

    records = history.history(cast.zhou, cast.city).records

    assert [record.values["trainings"] for record in records] == [0, 1, 2]
    for record in records:
        assert all(known <= record.assigned_on for known in record.as_of.values())


def test_a_leak_stops_the_training_and_says_so(cast, trained, monkeypatch):
    def leaking(*_args, **_kwargs):
        raise Leak({"level": 1}, {})

    monkeypatch.setattr(tasks.pipeline, "train", leaking)
    model = operations.start_training(actor=cast.zhou, organisation=cast.city)
    jobs.run(model.job_id)

    assert Model.objects.get(pk=model.pk).state == ModelState.FAILED
    assert serving.champion(cast.li, cast.north) == trained


TRAINERS = {"zhou": True, "chen": True, "viewer": False, "li": False, "steward": False, "he": False}


@pytest.mark.parametrize(("who", "may"), TRAINERS.items())
def test_who_may_train(cast, tables, who, may):
    actor = getattr(cast, who)
    assert bool(rules.may_train(actor, actor.organisation)) == may
    if not may:
        with pytest.raises(Denied):
            operations.start_training(actor=actor, organisation=actor.organisation)


def test_nobody_trains_for_another_department(cast):
    with pytest.raises(Denied):
        operations.start_training(actor=cast.far_approver, organisation=cast.city)


def test_a_judgement_about_the_content_is_learned_from_and_dates_are_not(cast, tables):
    one = past(cast.city, cast.north, tables, people=1, every_year=True)[0]
    program = ProgramFactory(organisation=cast.city, theme=tables.themes["market"])
    for reason in ("known", "dates"):
        operations.decline(actor=cast.li, trainee=one, program=program, reason=reason)

    outcomes = history.history(cast.zhou, cast.city).outcomes

    assert len(outcomes) == 4
    assert outcomes[-1].success is None
    assert np.isclose(outcomes[-1].reward, 0.25)


def test_sex_is_looked_at_for_fairness_and_never_learned_from(cast, trained):
    matcher = serving.matcher(cast.zhou, trained)
    past = history.history(cast.zhou, cast.city).records[:40]
    other = {"female": "male", "male": "female"}
    turned = [replace(one, values={**one.values, "sex": other[one.values["sex"]]}) for one in past]

    assert "sex" not in [coder.name for coder in matcher.model.encoder.coders]
    assert "sex" in {group["field"] for group in trained.report["subgroups"]}
    np.testing.assert_array_equal(
        matcher.scores(table(SCHEMA, turned)), matcher.scores(table(SCHEMA, past))
    )
