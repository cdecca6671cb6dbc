"""Plans and programmes, from demand to results."""

from datetime import timedelta

from django.core.signing import dumps
from django.utils import timezone

from accounts.access import key
from accounts.choices import CodeKind, Role
from programs.models import ApprovalRule, Deputy, Scenario
from programs.operations import (
    composition,
    delivery,
    enrolment,
    plan,
    proposal,
    review,
    scenario,
    signing,
)
from programs.operations.submit import submit
from programs.views.compose import UNDO
from resources.models import Booking
from tests.architecture.access.tables.resources import changed
from tests.architecture.access.words import (
    DEPARTMENT,
    EVERYBODY,
    INSTITUTE,
    MANAGERS,
    NOBODY,
    STAFF,
    UNIT,
    UNIT_MANAGERS,
    api,
    page,
    post,
    read,
    who,
)
from tests.factories.accounts import CodeFactory, TraineeFactory, actor
from tests.factories.programs import PlanFactory, ready_program


def furnish(side):
    weeks = iter(range(20))

    side.second = actor(side.city, Role.APPROVER)

    def made(name):
        program = ready_program(side, side.catalog, name=f"{side.mark}{name}")
        shift = timedelta(weeks=next(weeks))
        program.sessions.update(on=program.starts_on + shift)
        program.starts_on, program.ends_on = program.starts_on + shift, program.ends_on + shift
        program.save()
        return program

    def begun(name):
        program = review.accept(actor=side.he, program=submit(actor=side.li, program=made(name)))
        program = review.approve(actor=side.chen, program=program)
        people = [side.trainee, TraineeFactory(organisation=side.north)]
        enrolment.name_trainees(actor=side.li, program=program, trainees=people)
        return program

    side.theme = CodeFactory(
        organisation=side.city, kind=CodeKind.THEME, code="market", name="电力市场"
    )
    side.draft = made("草案班")
    side.draft_line = side.draft.sessions.first()
    side.submitted = submit(actor=side.li, program=made("待承接班"))
    side.waiting = review.accept(
        actor=side.he, program=submit(actor=side.li, program=made("待审班"))
    )
    side.returned = review.accept(
        actor=side.he, program=submit(actor=side.li, program=made("退回班"))
    )
    line = side.returned.sessions.first()
    review.comment(
        actor=side.chen, program=side.returned, text="换一位老师", line=line.pk, must_fix=True
    )
    side.returned = review.return_(actor=side.chen, program=side.returned)
    side.comment = side.returned.comments.first()
    side.proposed = proposal.propose_removal(
        actor=side.chen, program=side.waiting, line=side.waiting.sessions.last()
    )
    side.composition = composition.compose_for(actor=side.li, program=side.draft)
    rule = ApprovalRule(organisation=side.city, name="复核", position=9, min_cost_yuan=9_999_999)
    side.rule = signing.save_rule(actor=side.zhou, rule=rule)
    today = timezone.localdate()
    away = Deputy(organisation=side.city, member=side.chen.member, deputy=side.second.member)
    away.starts_on, away.ends_on = today + timedelta(days=50), today + timedelta(days=60)
    side.deputy = signing.name_deputy(actor=side.zhou, deputy=away)
    side.waiting_line = side.waiting.sessions.first()
    side.approved = begun("待开班")
    side.approved.theme = side.theme
    side.approved.save()
    side.booking = Booking._base_manager.filter(holder=key(side.approved)).first()
    side.approved_line = side.approved.sessions.first()
    side.program = delivery.start(actor=side.he, program=begun("在办班"))
    side.lesson = side.program.sessions.first()
    changed(side, side.program)
    side.closed = delivery.start(actor=side.he, program=begun("结业班"))
    side.closed = delivery.close(actor=side.he, program=side.closed)
    side.sketch = PlanFactory(organisation=side.city, year=timezone.localdate().year + 1)
    side.scenario = tried(side, side.sketch)
    side.plan = PlanFactory(organisation=side.city, year=2026)
    demands = [(side.north, 40, "重点班")]
    plan.set_shares(actor=side.zhou, plan=side.plan, shares=[(side.catalog.theory, 20, None)])
    plan.set_demands(actor=side.zhou, plan=side.plan, demands=demands)
    plan.publish_plan(actor=side.zhou, plan=side.plan)


def tried(side, sketch) -> Scenario:
    """A scenario of a plan that asks one unit."""
    plan.set_demands(actor=side.zhou, plan=sketch, demands=[(side.north, 40, "")])
    asked = Scenario(plan=sketch, name="少花钱", changes={"budget_yuan": 400_000})
    return scenario.try_out(actor=side.zhou, scenario=asked)


def undo_of(side) -> str:
    """What the button after a removal carries."""
    return dumps({"id": side.draft_line.pk}, salt=f"{UNDO}.{side.draft.pk}")


SEEN = UNIT | DEPARTMENT | INSTITUTE | who("teacher")  # by everybody who takes part in it
HELD = SEEN | who("trainee")
THINGS = {
    "sketch": DEPARTMENT,
    "plan": STAFF,
    **dict.fromkeys(("draft", "submitted", "waiting", "returned"), SEEN),
    **dict.fromkeys(("rule", "deputy"), DEPARTMENT),
    "composition": UNIT | DEPARTMENT,
    "scenario": DEPARTMENT,
    **dict.fromkeys(("approved", "program", "closed"), HELD),
}
COMPOSERS = who("unit_manager neighbour department_manager")
ENTERPRISE = who("enterprise_manager")
PLAN = {"name": "新", "year": 2028, "budget_yuan": 1, "deadline_on": "2028-03-01"}
PLANNERS = who("department_manager")
READERS = UNIT | DEPARTMENT | INSTITUTE
COMPOSED = {"on": "draft", "number": "composition", "see": UNIT | DEPARTMENT}  # till submitted
PLANNED = {"on": "sketch"}
DECIDING = who("approver institute_manager")
LINE = {"on": "draft", "line": "draft_line"}
TINY = {  # a problem that has no courses: the empty programme is its answer
    "days": [],
    "slots_per_day": 1,
    "hours_per_slot": 2,
    "cohort": 1,
    "categories": [],
    "courses": [],
    "teachers": [],
    "bases": [],
    "offers": [],
}
ROUTES = {
    "programs:plan_list": read(STAFF - ENTERPRISE),
    "programs:plan_new": page(PLANNERS),
    "programs:plan": read(STAFF - ENTERPRISE, on="plan"),
    "programs:plan_edit": page(PLANNERS, on="sketch"),
    "programs:plan_demand": page(PLANNERS, on="sketch"),
    "programs:plan_competences": page(PLANNERS, on="sketch"),
    "programs:program_adopt": page(MANAGERS | who("neighbour"), on="ready"),
    "programs:ready_use": read(on="ready"),
    "programs:ready_version": read(on="ready", number="ready_then"),
    "programs:gap_list": read(STAFF),
    "programs:course_ranking": read(STAFF),
    "programs:course_use": read(on="course"),
    "programs:plan_move": post(PLANNERS, on="sketch", data={"move": "publish"}),
    "programs:plan_matched": read(STAFF - ENTERPRISE, on="plan"),
    "programs:program_matched": read(READERS, on="draft", see=READERS | who("teacher")),
    "api:programs-plans-matches": api(on="plan", GET=None),
    "api:programs-programs-matches": api(on="draft", GET=READERS, see=READERS | who("teacher")),
    "programs:scenario_list": read(DEPARTMENT, **PLANNED),
    "programs:scenario_new": page(PLANNERS, **PLANNED),
    "programs:scenario": read(DEPARTMENT, **PLANNED, number="scenario"),
    "programs:scenario_remove": post(PLANNERS, **PLANNED, number="scenario"),
    "programs:scenario_adopt": post(PLANNERS, **PLANNED, number="scenario"),
    "programs:program_list": read(EVERYBODY),
    "programs:program_new": page(COMPOSERS),
    "programs:program": read(on="program"),
    "programs:program_edit": page(UNIT_MANAGERS, on="draft"),
    "programs:program_copy": page(MANAGERS, on="program"),
    "programs:program_compose": page(UNIT_MANAGERS, on="draft"),
    "programs:line_add": post(
        UNIT_MANAGERS, on="draft", data=lambda side: {"course": side.course.pk}
    ),
    "programs:line_restore": post(
        UNIT_MANAGERS, on="draft", query=lambda side: {"undo": undo_of(side)}
    ),
    "programs:line_set": post(UNIT_MANAGERS, **LINE),
    "programs:line_move": post(UNIT_MANAGERS, **LINE),
    "programs:line_remove": post(UNIT_MANAGERS, **LINE),
    "programs:program_check": read(UNIT_MANAGERS, on="draft"),
    "programs:program_submit": post(UNIT_MANAGERS, on="draft"),
    "programs:program_withdraw": post(UNIT_MANAGERS, on="submitted"),
    "programs:review_list": read(who("approver institute_manager")),
    "programs:program_review": read(READERS, on="waiting"),
    "programs:program_decide": post(
        who("approver"), on="waiting", data={"move": "approve", "version": 1}
    ),
    "programs:program_comment": post(
        DECIDING, on="waiting", data=lambda side: {"text": "请核实", "line": side.lesson.pk}
    ),
    "programs:comment_answer": post(
        UNIT_MANAGERS, on="returned", comment="comment", data={"text": "已改"}
    ),
    "programs:program_versions": read(READERS, on="program"),
    "programs:enrolment_list": read(READERS | who("teacher"), on="program"),
    "programs:enrolment_replace": page(UNIT_MANAGERS, on="approved"),
    "programs:enrolment_add": page(UNIT_MANAGERS, on="approved"),
    "programs:enrolment_withdraw": post(UNIT_MANAGERS, on="approved"),
    "programs:roster": read(READERS | who("teacher"), on="program"),
    "programs:attendance": page(INSTITUTE | who("teacher"), on="program", session="lesson"),
    "programs:results": page(READERS | who("teacher"), post=INSTITUTE, on="program"),
    "programs:program_start": post(INSTITUTE, on="approved"),
    "programs:program_close": page(INSTITUTE, on="program"),
    "programs:calendar.ics": read(on="program"),
    "programs:program_board": read(STAFF),
    "programs:composition_ask": post(UNIT_MANAGERS, on="draft"),
    "programs:composition": read(**COMPOSED),
    "programs:composition_progress": read(**COMPOSED),
    "programs:composition_stop": post(UNIT_MANAGERS, **COMPOSED),
    "programs:composition_take": post(UNIT_MANAGERS, **COMPOSED, data={"number": 0, "revision": 0}),
    "programs:composition_undo": post(UNIT_MANAGERS, **COMPOSED),
    "programs:composition_relax": post(NOBODY, **COMPOSED, data={"way": 0}, refusal="404"),
    "programs:composition_answer": post(NOBODY, **COMPOSED, data={"text": "请改用其他课程"}),
    "programs:composition_why": post(UNIT_MANAGERS, **COMPOSED),
    "programs:review_batch": post(who("approver institute_manager")),
    "programs:rule_list": read(DEPARTMENT),
    "programs:rule_new": page(PLANNERS),
    "programs:rule_edit": page(PLANNERS, on="rule"),
    "programs:rule_remove": post(PLANNERS, on="rule"),
    "programs:deputy_new": page(DEPARTMENT),
    "programs:deputy_end": post(PLANNERS | who("approver"), on="deputy"),
    "programs:program_hand_over": page(who("approver"), on="waiting"),
    "programs:course_propose": page(
        DECIDING, on="waiting", data=lambda side: {"course": side.course.pk}
    ),
    "programs:line_propose": page(DECIDING, on="waiting", line="waiting_line"),
    "programs:change_answer": post(  # the approver made it, so he alone drops it
        who("approver"), on="waiting", change="proposed", data={"answer": "drop"}
    ),
    "programs:program_amend": page(UNIT_MANAGERS, on="approved"),
    "programs:room_move": post(
        UNIT_MANAGERS,
        on="approved",
        see=READERS,
        line="approved_line",
        data=lambda side: {"room": side.room.pk},
    ),
    "programs:program_reopen": page(UNIT_MANAGERS, on="approved"),
    "programs:enrolment_allot": page(NOBODY, on="approved"),
    "programs:place_answer": post(
        who("trainee"), on="approved", data={"answer": "yes"}, refusal="404"
    ),
    "programs:plan_values": page(DEPARTMENT, post=PLANNERS, on="sketch"),
    "api:programs-plans-scenarios": api(
        on="sketch", GET=DEPARTMENT, POST=PLANNERS, data={"name": "再试"}
    ),
    "api:programs-scenarios-detail": api(on="scenario", GET=DEPARTMENT, DELETE=PLANNERS),
    "api:programs-scenarios-adopt": api(on="scenario", POST=PLANNERS),
    "api:programs-plans-shares": api(on="plan", GET=None),
    "api:programs-plans-list": api(GET=EVERYBODY, POST=PLANNERS, data=PLAN),
    "api:programs-plans-detail": api(on="plan", GET=None, PUT=NOBODY, PATCH=NOBODY, data=PLAN),
    "api:programs-plans-demand": api(
        on="sketch", GET=None, PUT=PLANNERS, data={"shares": [], "demands": []}
    ),
    "api:programs-plans-publish": api(on="sketch", POST=PLANNERS),
    "api:programs-programs-list": api(GET=EVERYBODY, POST=COMPOSERS, data={"name": "新班"}),
    "api:programs-programs-detail": api(
        on="draft", GET=None, PUT=UNIT_MANAGERS, PATCH=UNIT_MANAGERS, data={"name": "改名"}
    ),
    "api:programs-programs-line": api(**LINE, PATCH=UNIT_MANAGERS, DELETE=UNIT_MANAGERS),
    "api:programs-programs-lines": api(
        on="draft", GET=None, POST=UNIT_MANAGERS, data=lambda side: {"course": side.course.pk}
    ),
    "api:programs-programs-meter": api(on="draft", GET=None),
    "api:programs-programs-submit": api(on="draft", POST=UNIT_MANAGERS),
    "api:programs-programs-withdraw": api(on="submitted", POST=UNIT_MANAGERS),
    "api:programs-programs-compose": api(on="draft", POST=UNIT_MANAGERS),
    "api:programs-programs-decide": api(
        on="waiting", POST=who("approver"), data={"move": "approve", "version": 1}
    ),
    "api:programs-programs-comments": api(
        on="waiting",
        see=READERS | who("teacher"),
        GET=READERS,
        POST=DECIDING,
        data={"text": "请核实"},
    ),
    "api:programs-programs-answer": api(
        on="returned", comment="comment", POST=UNIT_MANAGERS, data={"text": "已改"}
    ),
    "api:programs-programs-signatures": api(on="waiting", GET=READERS),
    "api:programs-programs-hand-over": api(
        on="waiting",
        POST=who("approver"),
        data=lambda side: {"member": side.second.member.pk},
    ),
    "api:programs-compositions-list": api(GET=EVERYBODY, POST=STAFF, data=TINY),
    "api:programs-compositions-detail": api(on="composition", GET=None),
    "api:programs-compositions-stop": api(on="composition", POST=UNIT_MANAGERS),
    "api:programs-compositions-take": api(  # composed by nobody yet: there is no alternative
        on="composition", POST=UNIT_MANAGERS, absent=True
    ),
    "api:programs-compositions-undo": api(on="composition", POST=UNIT_MANAGERS),
}
