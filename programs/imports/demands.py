"""The sheet of the demand of a year: how many people each unit is asked to train."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.imports import cells
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Parent, register
from programs.operations import sheets as operations
from programs.queries import sheets as queries
from programs.rules import plan as rules

DEMANDS = register(
    Kind(
        key="demands",
        label=_("Demand of the year"),
        target_label=_("a yearly plan that is still a draft"),
        columns=(
            Column(
                name="unit",
                label=_("Unit"),
                aliases=("单位", "参训单位", "单位名称", "单位编码", "unit code", "organisation"),
                options=cells.organisations(OrganisationKind.UNIT),
                required=True,
            ),
            Column(
                name="headcount",
                label=_("People to be trained"),
                aliases=(
                    "人数",
                    "培训人数",
                    "需求人数",
                    "计划人数",
                    "拟培训人数",
                    "headcount",
                    "people",
                ),
                clean=clean.in_units(clean.PEOPLE, partial(clean.integer, least=1, most=1_000_000)),
                required=True,
                example="40",
            ),
            Column(
                name="note",
                label=_("Note"),
                aliases=("备注", "说明", "需求说明", "remarks", "comment"),
                clean=partial(clean.text, limit=200),
            ),
        ),
        natural_key=("unit",),
        parent=Parent(name="plan", label=_("Yearly plan"), choices=queries.drafted_plans),
        may=rules.may_edit_plan,
        load=operations.save_demands,
        undo=operations.undo_demands,
        read=operations.DEMANDS.read,
        url_name="programs:plan_list",
    )
)
