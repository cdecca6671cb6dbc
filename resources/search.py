"""What the search over everything finds among the resources."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.search import Hit, Search, holding, register
from resources import queries, rules


def list_url(name: str):
    """Lead to the list with the same words, for those who have business on it."""

    def url(actor, text: str) -> str:
        if not rules.may_browse(actor):
            return ""
        return f"{reverse(f'resources:{name}')}?{urlencode({'q': text})}"

    return url


def looker(ask, text_of):
    """Find resources in use by the column that their lists search too."""

    def look(actor, words, limit):
        rows = ask(actor).filter(holding(words, "search_text"))
        return [
            Hit(title=row.label, text=text_of(row), url=row.get_absolute_url(), kind=row.kind)
            for row in rows[:limit]
        ]

    return look


register(
    Search(
        key="courses",
        label=_("Courses"),
        look=looker(queries.courses, lambda course: f"{course.code} · {course.organisation.label}"),
        list_url=list_url("course_list"),
        order=30,
    )
)
register(
    Search(
        key="teachers",
        label=_("Teachers"),
        look=looker(
            queries.teachers,
            lambda teacher: " · ".join(
                filter(None, (teacher.title_label, teacher.organisation.label))
            ),
        ),
        list_url=list_url("teacher_list"),
        order=31,
    )
)
register(
    Search(
        key="bases",
        label=_("Bases"),
        look=looker(
            queries.bases,
            lambda base: " · ".join(filter(None, (base.city_label, base.organisation.label))),
        ),
        list_url=list_url("base_list"),
        order=32,
    )
)
