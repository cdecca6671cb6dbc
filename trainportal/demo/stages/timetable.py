"""When, where and by whom the courses of a programme are held: a plain packing, no solver."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.choices import CodeKind
from resources.choices import HOURS_PER_SLOT, Slot
from resources.models import Base, Course, Offer
from trainportal.demo.content import items, rows

SLOTS = len(Slot)
LIVELY = ("case", "field", "simulation", "discussion", "seminar")  # chosen before a lecture


def working_days(start: date, count: int) -> list[date]:
    """The first `count` days from `start` on that are not on a weekend."""
    days = []
    while len(days) < count:
        if start.weekday() < 5:
            days.append(start)
        start += timedelta(days=1)
    return days


@dataclass
class Diary:
    """Who is busy when, over all programmes of the demo."""

    offers: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, set] = field(default_factory=lambda: defaultdict(set))
    only: dict = field(default_factory=lambda: defaultdict(dict))
    busy: set = field(default_factory=set)

    @classmethod
    def read(cls) -> "Diary":
        """All offers and what each base can hold."""
        diary = cls()
        for offer in Offer.objects.select_related("format", "teacher", "course"):
            diary.offers[offer.course.code].append((offer.format, offer.teacher))
        for row in rows("base_offers"):
            diary.places[row["base_code"]].add(row["format"])
            diary.only[row["base_code"]][row["format"]] = (
                set(items(row["only_courses"])),
                set(items(row["except_courses"])),
            )
        return diary

    def can_hold(self, base: Base, course: Course, form) -> bool:
        """Whether the base has the format, for this course."""
        if form.kind != CodeKind.FORMAT or form.code not in self.places[base.code]:
            return False
        only, but = self.only[base.code][form.code]
        return course.code not in but and (not only or course.code in only)

    def choose(self, course: Course, base: Base, day: date, slot: int):
        """A format and a teacher who is free then, lively formats first; or nothing."""
        taken = range(slot, slot + length(course))
        found = [
            (form, teacher)
            for form, teacher in self.offers[course.code]
            if self.can_hold(base, course, form)
            and not any((teacher.pk, day, s) in self.busy for s in taken)
        ]
        if not found:
            return None
        found.sort(key=lambda pair: (pair[0].code not in LIVELY, pair[1].number))
        form, teacher = found[(day.toordinal() + slot) % len(found)]
        self.busy.update((teacher.pk, day, s) for s in taken)
        return form, teacher

    def lines(self, courses: list[Course], base: Base, start: date, days: int) -> list[dict]:
        """The lines of a programme as `set_lines` takes them; a day more where it does not fit."""
        free = {day: set(range(SLOTS)) for day in working_days(start, days + 2)}
        lines = [line for course in courses if (line := self.place(course, base, free))]
        return sorted(lines, key=lambda line: (line["on"], line["slot"]))

    def place(self, course: Course, base: Base, free: dict[date, set]) -> dict | None:
        """The first time at which the programme and a teacher are free."""
        for day, slots in free.items():
            for slot in sorted(slots):
                wanted = set(range(slot, slot + length(course)))
                if wanted <= slots and (found := self.choose(course, base, day, slot)):
                    slots -= wanted
                    form, teacher = found
                    return {
                        "course": course,
                        "format": form,
                        "teacher": teacher,
                        "base": base,
                        "room": None,
                        "on": day,
                        "slot": slot,
                    }
        return None


def length(course: Course) -> int:
    """How many double hours a course takes."""
    return -(-course.hours // HOURS_PER_SLOT)
