"""When teachers, bases and rooms are taken, and when they can be booked at all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.tenancy import Owned, Scoped
from core.models import in_language
from resources.choices import BookingState, Slot, Weekday, span
from resources.models.places import Base, Room
from resources.models.teaching import Teacher


class Booking(Owned):
    """One double hour of one day, taken of a teacher, a base, a room, or of several of them.

    The constraints are the promise: nobody teaches twice at once, no room is given twice. They
    ignore rows without a teacher or room. How many programmes a base takes a day is counted
    behind a lock on its row (`resources.bookings`). `source` is the row it is taken for
    ("programs.session:12"), `holder` the whole ("programs.program:3").
    """

    parties = ("organisation", "teacher__organisation", "base__organisation")
    people = ("teacher__user",)

    teacher = models.ForeignKey(Teacher, models.CASCADE, null=True, related_name="bookings")
    base = models.ForeignKey(Base, models.CASCADE, null=True, related_name="bookings")
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="bookings")
    on = models.DateField(_("day"))
    slot = models.PositiveSmallIntegerField(_("double hour"), choices=Slot)
    state = models.CharField(
        max_length=8, choices=BookingState, default=BookingState.HELD, editable=False
    )
    until = models.DateTimeField(_("held until"), null=True)
    source = models.CharField(max_length=60, db_index=True)
    holder = models.CharField(max_length=60, db_index=True)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("on", "slot", "pk")
        constraints = [
            models.UniqueConstraint(fields=("teacher", "on", "slot"), name="teacher_booked_once"),
            models.UniqueConstraint(fields=("room", "on", "slot"), name="room_booked_once"),
        ]
        indexes = [models.Index(fields=("base", "on"), name="booking_base_day")]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")

    def __str__(self):
        return f"{self.on} {self.get_slot_display()}: {self.label}"

    @property
    def shown(self) -> str:
        """What it is taken for, in the language of the page."""
        return in_language(self.label, self.label_en)


class Kept(Scoped):
    """A part of the calendar that the owner of one teacher, base or room keeps.

    Exactly one of the three is named, or a room with its base.
    """

    owner = ""
    parties = ("teacher__organisation", "base__organisation", "room__base__organisation")
    people = ("teacher__user",)

    teacher = models.ForeignKey(Teacher, models.CASCADE, null=True, blank=True, related_name="+")
    base = models.ForeignKey(Base, models.CASCADE, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def thing(self):
        """The teacher, base or room it is about."""
        return self.teacher or self.room or self.base

    @property
    def organisation(self):
        """Whoever owns that."""
        thing = self.thing
        return thing.base.organisation if isinstance(thing, Room) else thing.organisation


class OpenHour(Kept):
    """A double hour of the week in which something can be booked; without any, always."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    slot = models.PositiveSmallIntegerField(_("double hour"), choices=Slot)

    class Meta:
        ordering = ("weekday", "slot")
        verbose_name = _("bookable hour")
        verbose_name_plural = _("bookable hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.get_slot_display()}"


class Period(Kept):
    """Days on which something is blocked, or on which it is open besides its usual hours."""

    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    first_slot = models.PositiveSmallIntegerField(_("from"), choices=Slot, default=Slot.FIRST)
    last_slot = models.PositiveSmallIntegerField(
        _("to the end of"),
        choices=Slot,
        default=Slot.FOURTH,
    )
    opens = models.BooleanField(
        _("what it means"),
        choices=(
            (False, _("cannot be booked")),
            (True, _("can be booked besides the usual hours")),
        ),
        default=False,
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ("first_on", "first_slot", "pk")
        verbose_name = _("exception in the calendar")
        verbose_name_plural = _("exceptions in the calendar")

    def __str__(self):
        return f"{self.thing}: {self.first_on} – {self.last_on}"

    @property
    def hours(self) -> str:
        """From when to when on each of its days."""
        return span(self.slots)

    @property
    def slots(self) -> range:
        """The double hours of each day that it concerns."""
        return range(self.first_slot, self.last_slot + 1)


class Feed(Owned):
    """A calendar link of one member: whoever has the link reads what he may see, no more.

    `target` names a teacher, room, base, or the holder of bookings ("programs.program:3"). Of
    the key only the hash is kept.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    target = models.CharField(max_length=60)
    label = models.CharField(_("calendar of"), max_length=200)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    read_at = models.DateTimeField(_("last read"), null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self):
        return self.label
