"""What has changed in a ready-made programme since somebody adopted it."""

from collections.abc import Iterator
from typing import NamedTuple

from accounts.access import Actor
from programs.models import Program, Session
from resources.models import ReadyLine, ReadyVersion
from resources.versions import found


class Difference(NamedTuple):
    """What has become of a session: it came (no `mine`), it went (no `theirs`), it was moved."""

    mine: Session | None
    theirs: ReadyLine | None

    @property
    def key(self) -> str:
        """Which one it is among those of its programme."""
        return f"{self.mine.pk if self.mine else ''}:{self.theirs.pk if self.theirs else ''}"


def differences(actor: Actor | None, program: Program) -> Iterator[Difference]:
    """What has changed in the ready-made programme since it was adopted; four statements.

    A session that came is named only if the organisation finds its course.
    """
    then = ReadyVersion._base_manager.filter(
        ready=program.taken_from_id, number=program.taken_version
    ).first()
    if then is None:
        return  # it has not changed since
    rows = ReadyLine._base_manager.filter(ready=program.taken_from_id)
    now = {row.pk: row for row in rows.select_related("course__organisation", "format", "teacher")}
    known = {line["id"]: line["course"]["id"] for line in then.content["lines"]}
    mine = {
        line.course.current_id or line.course_id: line
        for line in program.sessions.select_related("course", "format", "teacher")
    }
    came = [row for pk, row in now.items() if pk not in known]
    gone = {course for pk, course in known.items() if pk not in now}
    offered = found(program.organisation, [row.course for row in came if row.course.active])
    for row in came:
        line = mine.get(row.course_id)
        if line and row.course_id in gone:
            yield Difference(line, row)
        elif line is None and row.course_id in offered:
            yield Difference(None, row)
    for course in gone - {row.course_id for row in now.values()}:
        if course in mine:
            yield Difference(mine[course], None)
