"""Code tables of the city, and what the school offers in them."""

from types import SimpleNamespace

import pytest

from accounts.choices import CodeKind
from tests.factories.accounts import CodeFactory


@pytest.fixture
def tables(cast):
    """Codes that everyone below the city uses."""

    def code(kind, code, name, name_en):
        return CodeFactory(organisation=cast.city, kind=kind, code=code, name=name, name_en=name_en)

    return SimpleNamespace(
        theory=code(CodeKind.CATEGORY, "theory", "理论教育", "Theory"),
        skill=code(CodeKind.CATEGORY, "skill", "业务能力", "Professional skill"),
        lecture=code(CodeKind.FORMAT, "lecture", "专题讲授", "Lecture"),
        case=code(CodeKind.FORMAT, "case", "案例教学", "Case teaching"),
        field=code(CodeKind.FORMAT, "field", "现场教学", "Field study"),
        senior=code(CodeKind.LEVEL, "senior", "处级", "Senior"),
        air=code(CodeKind.FACILITY, "air_conditioning", "空调", "Air conditioning"),
        screen=code(CodeKind.FACILITY, "screen", "投影", "Projector"),
        media=code(CodeKind.ROOM_KIND, "media", "多媒体教室", "Multimedia room"),
    )
