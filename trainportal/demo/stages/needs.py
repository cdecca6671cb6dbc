"""The need research before the coming year, and what it is worth to the plan."""

import random
from datetime import date, timedelta
from decimal import Decimal

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Member
from programs.models import Plan
from programs.operations import need
from programs.queries.need import valued
from surveys import operations
from surveys.choices import About, Audience, Kind, Purpose
from surveys.models import Inquiry, Question, Questionnaire
from surveys.queries import inquiry as queries

LEANING = {"业务能力": 4.4, "数字素养": 4.2, "现场实践": 4.0}  # categories units ask for most
USUAL = 3.3
WORDS = (
    "基层一线最缺数字化工具的实操训练",
    "希望增加现场教学，减少大班讲授",
    "新任管理人员的团队管理能力需要加强",
)


def build(top: Actor, plan: Plan, today: date) -> None:
    """Ask every unit, end the answering, and let what was said weigh in the plan."""
    inquiry = _inquiry(top, today)
    operations.open_inquiry(actor=top, inquiry=inquiry)
    rng = random.Random(11)
    for asked in inquiry.asked.select_related("inquiry", "unit").order_by("pk"):
        _answer(asked, rng)
    operations.close_inquiry(actor=top, inquiry=inquiry)
    said = [row for row in valued(top, plan, inquiry) if row.suggested is not None]
    values = [(row.course, _value(row, rng), row.why) for row in said]
    need.set_course_values(actor=top, plan=plan, values=values)


def _inquiry(top: Actor, today: date) -> Inquiry:
    sheet = Questionnaire(
        organisation=top.organisation,
        purpose=Purpose.NEED,
        name="年度培训需求问卷",
        name_en="Questionnaire on the year's training needs",
    )
    questions = (
        Question(
            about=About.CATEGORY,
            kind=Kind.SCALE,
            block="培训内容",
            block_en="Contents",
            text="本单位对这类课程的需求程度",
            text_en="How much your unit needs courses of this kind",
        ),
        Question(
            kind=Kind.MULTI,
            block="培训形式",
            block_en="Formats",
            text="更适合本单位的形式",
            text_en="Formats that suit your unit",
            options=[["集中面授", "In class"], ["现场教学", "On site"], ["线上学习", "Online"]],
        ),
        Question(
            kind=Kind.TEXT,
            block="意见建议",
            block_en="Suggestions",
            text="最需要通过培训解决的问题",
            text_en="What training should solve first",
            required=False,
        ),
    )
    operations.save_questionnaire(actor=top, questionnaire=sheet, questions=questions)
    inquiry = Inquiry(
        organisation=top.organisation,
        questionnaire=sheet,
        audience=Audience.UNITS,
        name="2027 年度培训需求调研",
        name_en="Training needs for 2027",
        due_on=today + timedelta(days=7),
    )
    return operations.save_inquiry(actor=top, inquiry=inquiry)


def _answer(asked, rng: random.Random) -> None:
    """One answer in the name of a unit, by its manager."""
    rows = Member.objects.filter(organisation=asked.unit, role=Role.MANAGER)
    actor = Actor.of(rows.first().pk)
    values = {
        item.name: _said(item, rng)
        for part in queries.pages(actor, asked.inquiry)
        for item in part.items
    }
    operations.save_draft(actor=actor, asked=asked, values=values)
    operations.send(actor=actor, asked=asked)


def _said(item, rng: random.Random):
    if item.question.kind == Kind.MULTI:
        return [i for i in range(3) if rng.random() < 0.6] or [0]
    if item.question.kind == Kind.TEXT:
        return rng.choice(WORDS) if rng.random() < 0.4 else ""
    mean = LEANING.get(item.subject.label, USUAL)
    return min(5, max(1, round(rng.gauss(mean, 0.7))))


def _value(row, rng: random.Random) -> Decimal:
    """What a person makes of the suggestion: the course itself counts as well."""
    mixed = (row.suggested + float(row.course.value)) / 2 + rng.uniform(-0.4, 0.4)
    return Decimal(str(round(min(10.0, max(0.0, mixed)), 1)))
