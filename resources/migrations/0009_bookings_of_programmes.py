"""Programmes from before the calendar take their teachers, rooms and bases in it.

Approved and running ones first: where two of them have the same teacher or room at the same
time, the first keeps it in the calendar, as the calendar holds it only once. Programmes that
have bookings already are left alone, so it may be run again after it was interrupted.
"""

from django.db import migrations

STATES = {"running": "firm", "approved": "firm", "accepted": "held", "submitted": "held"}
SLOTS, HOURS_PER_SLOT, BATCH = 4, 2, 500


def book(apps, _editor):
    booking = apps.get_model("resources", "Booking")._base_manager
    sessions = apps.get_model("programs", "Session")._base_manager
    there = set(booking.values_list("holder", flat=True).distinct())
    taken = set()
    for row in booking.values_list("teacher_id", "room_id", "on", "slot"):
        taken |= _places(*row)
    rows = sessions.filter(program__state__in=STATES).exclude(on=None).exclude(slot=None)
    rows = rows.select_related("program", "course", "room").order_by("program_id", "position", "pk")
    new = []
    for line in sorted(rows, key=lambda line: list(STATES).index(line.program.state)):
        if f"programs.program:{line.program_id}" not in there:
            new += _bookings(booking.model, line, taken)
    booking.bulk_create(new, batch_size=BATCH)


def _bookings(model, line, taken) -> list:
    """What a line takes, as far as no other has it."""
    program, found = line.program, []
    room = line.room_id if line.room and line.room.base_id == line.base_id else None
    last = min(line.slot + -(-line.course.hours // HOURS_PER_SLOT), SLOTS)
    for slot in range(line.slot, last):
        free = _places(line.teacher_id, room, line.on, slot) - taken
        taken |= free
        kept = {name: key for name, key, *_when in free}
        if not kept and not line.base_id:
            continue
        found.append(
            model(
                organisation_id=program.organisation_id,
                teacher_id=kept.get("teacher"),
                room_id=kept.get("room"),
                base_id=line.base_id,
                on=line.on,
                slot=slot,
                state=STATES[program.state],
                source=f"programs.session:{line.pk}",
                holder=f"programs.program:{program.pk}",
                label=program.name[:200],
                label_en=program.name_en[:200],
            )
        )
    return found


def _places(teacher, room, on, slot) -> set:
    """The teacher and the room at that time, each of which is taken only once."""
    return {(n, k, on, slot) for n, k in (("teacher", teacher), ("room", room)) if k}


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_initial"),
        ("resources", "0008_course_by_rating"),
    ]

    operations = [migrations.RunPython(book, migrations.RunPython.noop)]
