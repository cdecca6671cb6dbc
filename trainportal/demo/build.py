"""Build the whole demo, station by station."""

from collections.abc import Callable
from datetime import date

from accounts.access import Actor
from accounts.choices import Role
from accounts.models import Member, Organisation
from programs.models import Program
from trainportal.demo.stages import (
    evaluations,
    matching,
    needs,
    organisations,
    people,
    plans,
    programmes,
    resources,
)
from trainportal.demo.stages.organisations import TOP, codes

STORY_DATE = date(2026, 11, 22)  # the day on which the story stands


def is_built() -> bool:
    """Whether there is a demo already."""
    return Organisation.objects.filter(code=TOP).exists()


def build(say: Callable[[str], None]) -> None:
    """Make everything by operations, as people would; `say` hears of each station."""
    say("组织、角色、代码表 organisations, roles, code tables")
    actors = organisations.build()
    table = codes()
    say("课程、师资、基地 courses, teachers, bases")
    resources.build(actors, table)
    say("人员 people")
    persons = people.build(actors)
    say("年度计划 yearly plans")
    yearly = plans.build(actors[TOP], table)
    say("需求调研 need research")
    needs.build(actors[TOP], yearly[STORY_DATE.year + 1], STORY_DATE)
    say("培训班：三年历史和来年准备 programmes: three years of history, the next one prepared")
    story = programmes.Story(
        actors=actors,
        approvers=approvers(),
        codes=table,
        plans=yearly,
        persons=persons,
        today=STORY_DATE,
    )
    story.tell()
    story.give_accounts()
    plans.end(actors[TOP], before=STORY_DATE.year)
    say("评价 evaluations")
    evaluations.build(STORY_DATE)
    say("匹配模型 matching model")
    matching.build(actors[TOP])
    say(f"{Program.objects.count()} 个培训班 programmes")


def approvers() -> dict[str, Actor]:
    """Who approves, by organisation code."""
    members = Member.objects.filter(role=Role.APPROVER).select_related("organisation")
    return {member.organisation.code: Actor.of(member.pk) for member in members}
