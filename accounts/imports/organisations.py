"""The sheet of organisations: who is below whom."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts import operations, queries, rules
from accounts.access import Actor
from accounts.choices import OrganisationKind
from accounts.imports import cells
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Parent, register


def superiors(actor: Actor):
    """The actor's organisation and those below it: each may get subordinates."""
    return queries.organisations(actor).filter(active=True)


ORGANISATIONS = register(
    Kind(
        key="organisations",
        label=_("Organisations"),
        target_label=_("the organisations below a superior"),
        columns=(
            Column(
                name="code",
                label=_("Organisation code"),
                aliases=(
                    *("组织编码", "组织代码", "单位编码", "单位代码", "机构编码", "机构代码"),
                    *("机构编号", "provider id", "unit code", "institution id", "org code"),
                ),
                clean=partial(clean.code, limit=40),
                required=True,
                example="HC-0431",
            ),
            Column(
                name="name",
                label=_("Organisation name"),
                aliases=(
                    *("组织名称", "单位名称", "机构名称", "单位", "承办机构", "院校名称"),
                    *("provider name", "providername", "institution", "organization"),
                ),
                clean=partial(clean.text, limit=120),
                required=True,
                example="滨海供电公司",
            ),
            Column(
                name="name_en",
                label=_("Organisation name in English"),
                aliases=("组织英文名称", "单位英文名称", "英文名称", "english name"),
                clean=partial(clean.text, limit=120),
                example="Binhai Power Supply",
            ),
            Column(
                name="kind",
                label=_("Kind of organisation"),
                aliases=(
                    "组织类型",
                    "单位类型",
                    "机构类型",
                    "单位性质",
                    "type",
                    "organisation type",
                ),
                options=cells.words_of(OrganisationKind.choices),
                required=True,
            ),
            Column(
                name="superior",
                label=_("Superior"),
                aliases=("上级组织", "上级单位", "上级", "主管单位", "parent", "superior code"),
                clean=partial(clean.text, limit=120),
            ),
            Column(
                name="region",
                label=_("Region"),
                aliases=("地区", "所在地区", "区域", "省份", "state", "district"),
                clean=partial(clean.text, limit=80),
                example="长春",
            ),
            Column(
                name="region_en",
                label=_("Region in English"),
                aliases=("地区英文", "英文地区", "english region"),
                clean=partial(clean.text, limit=80),
                example="Changchun",
            ),
        ),
        natural_key=("code",),
        parent=Parent(name="superior", label=_("Superior"), choices=superiors),
        may=rules.may_manage,
        load=operations.save_organisations,
        undo=operations.undo_organisations,
        read=queries.exported_organisations,
        url_name="accounts:organisation_list",
    )
)
