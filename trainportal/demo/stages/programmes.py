"""Three years of programmes, a running year, and the next one being prepared."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from accounts.access import Actor
from accounts.choices import CodeKind
from accounts.models import Trainee
from programs.choices import AttendanceStatus, EnrolmentState, ProgramState
from programs.models import ApprovalRule, Enrolment, Plan, Program
from programs.operations import compose, delivery, enrolment, review, signing, submit
from resources.models import Base, Course, Teacher
from trainportal.demo.content import items, rows
from trainportal.demo.people import SEED, Person, assigned_themes, outcome
from trainportal.demo.stages import people
from trainportal.demo.stages.timetable import Diary

GRADES = ((90, "excellent"), (80, "good"), (60, "pass"), (0, "fail"))
SHOWN_UNIT = "DL-E01"  # the unit of the sign-in `unit`
WRITING_UP = timedelta(days=1)  # so long an institute takes to enter the results
JUST_OVER = timedelta(days=14)  # still to be evaluated
TWICE, MUCH_YUAN = "DL-W", 50_000  # who signs twice, and from which cost on
# How far the programmes of the coming year are, in the order of their beginning.
COMING = ("approved", "approved", "accepted", "accepted", "submitted", "returned", "submitted")


class Story:
    """What all programmes of the demo share."""

    def __init__(self, *, actors, approvers, codes, plans, persons, today):
        self.actors: dict[str, Actor] = actors
        self.approvers: dict[str, Actor] = approvers
        self.codes = codes
        self.plans: dict[int, Plan] = plans
        self.persons: dict[str, Person] = persons
        self.today: date = today
        self.diary = Diary.read()
        self.courses = {course.code: course for course in Course.objects.all()}
        self.bases = {base.code: base for base in Base.objects.all()}
        self.trainees = {t.number: t for t in Trainee.objects.select_related("organisation")}
        self.wanted = self._wanted()
        self.rng = random.Random(SEED)

    def _wanted(self) -> dict[tuple[int, str], list[Person]]:
        """Whom the units mean to send to which theme, by year."""
        wanted = defaultdict(list)
        for number, person in self.persons.items():
            for year in range(2023, 2028):
                rng = random.Random(f"{number} {year}")
                for theme in assigned_themes(person, year, rng):
                    wanted[year, theme].append(person)
        return wanted

    def tell(self) -> None:
        """Carry every programme as far as it is today."""
        coming = iter(COMING)
        for row in sorted(rows("programmes"), key=lambda row: row["starts_on"]):
            if date.fromisoformat(row["starts_on"]).year > self.today.year:
                self.two_signatures()
            program = self.compose(row)
            self.advance(row, program, coming)

    def give_accounts(self) -> None:
        """Everybody of one unit signs in, first who has most to do; and one teacher."""
        own = [t for t in self.trainees.values() if t.organisation.code == SHOWN_UNIT]
        places = Enrolment.objects.filter(trainee__in=own).values_list(
            "trainee", "program__ends_on"
        )
        all_of, latest = defaultdict(int), defaultdict(int)
        for trainee, ends_on in places:
            all_of[trainee] += 1
            latest[trainee] += ends_on > self.today - JUST_OVER
        own.sort(key=lambda t: (-latest[t.pk], -all_of[t.pk], t.number))
        teachers = Teacher.objects.filter(number="MI-T01").select_related("organisation")
        people.accounts(self.actors, own, list(teachers))

    def compose(self, row: dict) -> Program:
        """A programme as its owner composes it."""
        actor = self.actors[row["owner_code"]]
        courses = [self.courses[code] for code in items(row["courses"])]
        start = date.fromisoformat(row["starts_on"])
        base = self.bases[row["base_code"]]
        lines = self.diary.lines(courses, base, start, int(row["days"]))
        days = [line["on"] for line in lines]
        hours = sum(course.hours for course in courses)
        program = Program(
            organisation=actor.organisation,
            name=row["title"],
            name_en=row["title_en"],
            aim=row["objective"],
            plan=self.plans[int(row["year"])],
            theme=self.codes[CodeKind.THEME, row["theme"]],
            institute=self.actors[row["institute_code"]].organisation,
            places=int(row["places"]),
            starts_on=min(days),
            ends_on=max(days),
            hours_min=max(8, hours - 8),
            hours_max=hours + 8,
            budget_yuan=int(row["budget_yuan"]),
        )
        levels = [self.codes[CodeKind.LEVEL, code] for code in items(row["levels"])]
        compose.create_program(actor=actor, program=program, levels=levels)
        compose.set_lines(actor=actor, program=program, lines=lines)
        return program

    def two_signatures(self) -> None:
        """From the coming year on, a department has its manager sign what costs much, too."""
        manager = self.actors[TWICE]
        if ApprovalRule.objects.filter(organisation=manager.organisation).exists():
            return
        first = ApprovalRule(name="业务审核", name_en="Review", position=1)
        second = ApprovalRule(name="分管领导签批", name_en="Head of the department", position=2)
        second.min_cost_yuan, second.member = MUCH_YUAN, manager.member
        for rule in (first, second):
            rule.organisation = manager.organisation
            signing.save_rule(actor=manager, rule=rule)

    def advance(self, row: dict, program: Program, coming) -> None:
        """Submit, confirm, approve, name, hold and close, as far as the day has come."""
        goal = "held" if program.starts_on <= self.today else "approved"
        if program.starts_on.year > self.today.year:
            goal = next(coming, "draft")
        if goal == "draft" or not self.submit(row, program):
            return
        institute = self.actors[row["institute_code"]]
        if goal == "submitted":
            return
        review.accept(actor=institute, program=program)
        if goal in ("accepted", "returned"):
            self.leave_waiting(goal, program)
            return
        review.approve(actor=self.approver(program), program=program)
        if program.state == ProgramState.ACCEPTED:
            review.approve(actor=self.actors[TWICE], program=program)
        if program.starts_on.year <= self.today.year:
            self.name(program)
        if goal == "held":
            self.hold(program, institute)

    def leave_waiting(self, goal: str, program: Program) -> None:
        """Signed once where two signatures are asked for, or returned with a point to settle."""
        approver = self.approver(program)
        if goal == "accepted":
            if approver.organisation.code == TWICE:
                review.approve(actor=approver, program=program)
            return
        text = "理论武装学时偏少，请补足后再报；现场教学安排请注明往返时间。"
        line = program.sessions.first()
        review.comment(actor=approver, program=program, text=text, line=line.pk, must_fix=True)
        review.return_(actor=approver, program=program)

    def submit(self, row: dict, program: Program) -> bool:
        """Hand it in; a budget that does not reach is raised first, as a person would."""
        actor = self.actors[row["owner_code"]]
        try:
            submit.submit(actor=actor, program=program)
        except submit.NotReady:
            program.budget_yuan = int(program.budget_yuan * 1.25)
            compose.save_basics(actor=actor, program=program)
            submit.submit(actor=actor, program=program)
        return True

    def approver(self, program: Program) -> Actor:
        """The approver of the nearest department above the owner; the topmost decides its own."""
        owner = program.organisation
        above = owner.ancestors[:-1] or [owner.pk]
        known = {actor.organisation.pk: actor for actor in self.approvers.values()}
        return next(known[pk] for pk in reversed(above) if pk in known)

    def name(self, program: Program) -> None:
        """Name those whom their units mean to send, first come first."""
        actor = self.actors[program.organisation.code]
        people = [
            self.trainees[p["staff_number"]]
            for p in self.wanted[program.starts_on.year, program.theme.code]
            if p["staff_number"] in self.trainees
        ]
        own = [t for t in people if program.organisation.is_above(t.organisation)]
        busy = Enrolment.objects.filter(
            program__theme=program.theme, program__starts_on__year=program.starts_on.year
        ).values_list("trainee", flat=True)
        own = [t for t in own if t.pk not in set(busy)][: program.places]
        if len(own) < 8:  # a small group takes colleagues of the same units
            others = [
                t for t in self.trainees.values() if program.organisation.is_above(t.organisation)
            ]
            self.rng.shuffle(others)
            own += [t for t in others if t not in own and t.pk not in set(busy)][: 12 - len(own)]
        enrolment.name_trainees(actor=actor, program=program, trainees=own)

    def hold(self, program: Program, institute: Actor) -> None:
        """Attendance for this year's programmes, results and the end for those that are over."""
        delivery.start(actor=institute, program=program)
        placed = list(
            program.enrolments.filter(state=EnrolmentState.NOMINATED).select_related("trainee")
        )
        if program.starts_on.year == self.today.year:
            for session in program.sessions.filter(on__lt=self.today):
                self.attend(session, placed, institute)
        if program.ends_on > self.today - WRITING_UP:
            return
        results = {e.pk: self.result(program, e) for e in placed}
        delivery.record_results(actor=institute, program=program, results=results)
        delivery.close(actor=institute, program=program)

    def attend(self, session, placed, institute) -> None:
        """Nearly everybody is there."""
        kinds = (AttendanceStatus.LATE, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)
        statuses = {
            e.pk: AttendanceStatus.PRESENT if self.rng.random() < 0.95 else self.rng.choice(kinds)
            for e in placed
        }
        delivery.record_attendance(actor=institute, session=session, statuses=statuses)

    def result(self, program: Program, e: Enrolment) -> dict:
        """What the programme did for this person."""
        person = self.persons.get(e.trainee.number)
        year = program.starts_on.year
        rng = random.Random(f"{e.trainee.number} {program.pk}")
        got = outcome(person, program.theme.code, rng, year=year)
        grade = next(code for least, code in GRADES if got.score >= least)
        score = Decimal(str(round(got.score, 1)))
        return {"score": score, "grade": self.codes.get((CodeKind.GRADE, grade))}
