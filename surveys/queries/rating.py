"""What all answers about a resource add up to, over everything ever held."""

from collections.abc import Iterable

from django.db.models import Avg, Count, Max

from accounts.access import Actor
from surveys.choices import Kind, Purpose
from surveys.models import Answer


def ratings(
    actor: Actor, subjects: Iterable[str], *, but: Iterable[str] = ()
) -> dict[str, tuple[float, int]]:
    """Sum of the scores and number of sheets for each subject, over all targets except `but`.

    What was answered about one target counts only if it has as many sheets as its questionnaire
    asks for: a rating read before and after would otherwise tell what few people wrote. One
    statement. How much a course is needed is no rating of it.
    """
    answers = Answer.objects.unscoped(reason="sums over all answers; no single one can be read off")
    scores = answers.filter(subject__in=list(subjects), question__kind=Kind.SCALE).order_by()
    scores = scores.exclude(sheet__questionnaire__purpose=Purpose.NEED)
    rows = scores.exclude(sheet__target__in=list(but)).values(
        "subject", "sheet__target", "sheet__questionnaire"
    )
    rows = rows.annotate(
        mean=Avg("value"),
        n=Count("sheet", distinct=True),
        least=Max("sheet__questionnaire__min_answers"),
    )
    sums: dict[str, tuple[float, int]] = {}
    for row in rows:
        if row["n"] >= row["least"]:
            total, count = sums.get(row["subject"], (0, 0))
            sums[row["subject"]] = (total + row["mean"] * row["n"], count + row["n"])
    return sums
