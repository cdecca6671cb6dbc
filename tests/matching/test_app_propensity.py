"""With every place is kept how likely it was; later models are judged by that."""

import pytest

from accounts.models import Job
from core import jobs
from matching import operations
from matching.models import Choice, Propensity
from matching.queries import history, suggestions
from programs.choices import EnrolmentState, ProgramState
from programs.models import Enrolment, Program
from programs.operations.enrolment import name_trainees
from tests.factories.accounts import TraineeFactory

pytestmark = pytest.mark.django_db


def someone(cast, tables, area="sales"):
    return TraineeFactory(
        organisation=cast.north,
        area=tables.areas[area],
        level=tables.levels["head"],
        preferences=["case"],
    )


def kept(callbacks, do):
    """Do something, and the background work that follows."""
    with callbacks(execute=True):
        do()
    for job in Job.objects.unscoped(reason="test").filter(kind="matching.keep_propensities"):
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
    return Propensity.objects.unscoped(reason="test")


def test_a_place_given_without_looking_at_suggestions_has_its_propensity_too(
    cast, tables, model, programs, django_capture_on_commit_callbacks
):
    suited, other = someone(cast, tables, "sales"), someone(cast, tables, "works")
    program = programs["market"]

    rows = kept(
        django_capture_on_commit_callbacks,
        lambda: name_trainees(actor=cast.li, program=program, trainees=[suited, other]),
    )

    found = {one.enrolment.trainee_id: one for one in rows}
    assert found.keys() == {suited.pk, other.pk}
    assert {one.model for one in rows} == {model}
    assert {one.themes for one in rows} == {3}
    assert found[suited.pk].share > 0.5 > found[other.pk].share > 0
    assert {one.enrolment.named_by for one in rows} == {cast.li.member}


def test_what_was_kept_stays_and_a_second_look_adds_nothing(
    cast, tables, model, programs, django_capture_on_commit_callbacks
):
    program = programs["market"]
    do = lambda: name_trainees(  # noqa: E731
        actor=cast.li, program=program, trainees=[someone(cast, tables)]
    )
    first = kept(django_capture_on_commit_callbacks, do).get()

    assert operations.keep_propensities(actor=cast.li, program=program) == 0
    assert Propensity.objects.unscoped(reason="test").get().at == first.at


def test_without_a_model_nothing_is_queued_and_nothing_kept(
    cast, tables, programs, django_capture_on_commit_callbacks
):
    rows = kept(
        django_capture_on_commit_callbacks,
        lambda: name_trainees(
            actor=cast.li, program=programs["market"], trainees=[someone(cast, tables)]
        ),
    )

    assert not rows.exists()
    assert not Job.objects.unscoped(reason="test").filter(kind__contains="propensities").exists()


def test_the_next_training_is_told_how_likely_a_place_was(
    cast, tables, model, programs, django_capture_on_commit_callbacks
):
    one, program = someone(cast, tables), programs["market"]
    place = kept(
        django_capture_on_commit_callbacks,
        lambda: name_trainees(actor=cast.li, program=program, trainees=[one]),
    ).get()
    Enrolment._base_manager.filter(trainee=one).update(state=EnrolmentState.COMPLETED, score=90)
    Program._base_manager.filter(pk=program.pk).update(state=ProgramState.CLOSED)

    past = history.history(cast.zhou, cast.city)

    assert [o.propensity for o in past.outcomes if o.propensity is not None] == [place.share]
    assert len(past.outcomes) == 301


def test_a_decision_keeps_what_the_model_said_and_who_decided(cast, tables, model, programs):
    one, program = someone(cast, tables), programs["safety"]
    offer = suggestions.offer(cast.li, one, program.pk)

    operations.decline(
        actor=cast.li,
        trainee=one,
        program=program,
        reason="known",
        shown=offer.shown,
        model=offer.model,
    )

    choice = Choice.objects.unscoped(reason="test").get()
    assert (choice.member, choice.model) == (cast.li.member, model)
    assert choice.propensity == pytest.approx(offer.shown.propensity)
    ranked = suggestions.Desk(cast.li, one, program.starts_on.replace(year=2026)).prob
    assert 0 < choice.propensity < 0.5
    assert ranked.sum() == pytest.approx(1)
