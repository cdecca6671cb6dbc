"""Who may do what to courses, teachers, bases and rooms."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import YES, Actor, Answer
from accounts.choices import STAFF_ROLES, OrganisationKind, Role
from accounts.models import Organisation
from accounts.rules import may_keep_people
from resources.models import (
    CourseChange,
    Feed,
    Photo,
    ReadyLine,
    Resource,
    ResourceGrant,
    Review,
    Room,
    SamePair,
    Teacher,
)

OFFERING = (OrganisationKind.INSTITUTE, OrganisationKind.DEPARTMENT)


def may_browse(actor: Actor, _any=None) -> Answer:
    """Staff look through the resources; the others meet them in their programmes."""
    if actor.role in STAFF_ROLES:
        return YES
    return Answer(_("The resources are for those who plan and hold programmes."))


def may_offer(actor: Actor, organisation: Organisation) -> Answer:
    """A manager or data steward of an institute or department, for his own organisation."""
    if organisation.kind not in OFFERING:
        return Answer(_("Only institutes and departments keep courses, teachers and bases."))
    if actor.organisation != organisation or not actor.has(Role.MANAGER, Role.STEWARD):
        return Answer(
            _("Only a manager or data steward of the organisation itself keeps these data.")
        )
    return YES


def may_bring_in(actor: Actor, organisation: Organisation) -> Answer:
    """A manager or data steward of the organisation, or of the department above it.

    Departments collect what their institutes offer; from then on each keeps its own.
    """
    if organisation.kind not in OFFERING:
        return Answer(_("Only institutes and departments keep courses, teachers and bases."))
    return may_keep_people(actor, organisation)


def may_offer_own(actor: Actor) -> Answer:
    """The same, for the actor's own organisation: who gets the button and the column."""
    return may_offer(actor, actor.organisation)


def may_keep(actor: Actor, resource: Resource) -> Answer:
    """The same, asked about a course, teacher or base."""
    return may_offer(actor, resource.organisation)


def may_keep_room(actor: Actor, room: Room) -> Answer:
    """The same, asked about a room: it belongs to its base."""
    return may_keep(actor, room.base)


def may_keep_photo(actor: Actor, photo: Photo) -> Answer:
    """The same, asked about a photograph of a base."""
    return may_keep(actor, photo.base)


def may_keep_line(actor: Actor, line: ReadyLine) -> Answer:
    """The same, asked about a line of a ready-made programme."""
    return may_keep(actor, line.ready)


def may_keep_calendar(actor: Actor, part) -> Answer:
    """Keepers of a teacher, base or room keep its calendar; a teacher also keeps his own."""
    return may_keep_times(actor, part.thing)


def may_keep_times(actor: Actor, thing: Resource | Room) -> Answer:
    """The same, asked about the teacher, base or room itself."""
    if isinstance(thing, Teacher) and thing.user_id and thing.user_id == actor.user.pk:
        return YES
    return may_keep_room(actor, thing) if isinstance(thing, Room) else may_keep(actor, thing)


def may_end_feed(actor: Actor, feed: Feed) -> Answer:
    """A calendar link belongs to the member who made it."""
    if feed.member_id == actor.member.pk:
        return YES
    return Answer(_("Only the person who made a calendar link ends it."))


def may_share(actor: Actor, resource: Resource) -> Answer:
    """A manager decides what leaves the organisation."""
    if actor.organisation == resource.organisation and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of the owner decides with whom this is shared."))


def may_recall(actor: Actor, resource: Resource) -> Answer:
    """Its own keepers, or a manager of a superior organisation, take a resource out of use."""
    above = actor.organisation.is_above(resource.organisation) and actor.has(Role.MANAGER)
    return YES if above else may_keep(actor, resource)


def may_withdraw(actor: Actor, grant: ResourceGrant) -> Answer:
    """Who may take a resource out of use may also take it back from somebody."""
    return may_recall(actor, grant.content_object)


def may_rate(actor: Actor, resource: Resource) -> Answer:
    """Organisations of one tree rate each other's resources, through their evaluations."""
    if actor.organisation.path.split("/")[0] == resource.organisation.path.split("/")[0]:
        return YES
    return Answer(_("Only organisations that train together rate each other's resources."))


def may_see_contact(actor: Actor, teacher: Teacher) -> Answer:
    """His own institute's staff, and he himself, see how to reach a teacher."""
    staff = actor.organisation == teacher.organisation and actor.role in STAFF_ROLES
    if staff or teacher.user_id == actor.user.pk:
        return YES
    return Answer(_("Only the teacher's institute has his contact. Ask the institute."))


def may_see_reach(actor: Actor, resource: Resource) -> Answer:
    """Who else has a resource is known to its owner and the owner's superiors."""
    if actor.organisation.is_above(resource.organisation):
        return YES
    return Answer(_("Only the organisation that owns it sees with whom it is shared."))


def may_begin_review(actor: Actor, review: Review) -> Answer:
    """Whoever decides about sharing something asks for its review, while it is in use."""
    if not review.thing.active:
        return Answer(_("What is retired is not reviewed. Bring it back first."))
    return may_share(actor, review.thing)


def may_judge(actor: Actor, review: Review) -> Answer:
    """Approvers and managers above the owner judge; never the person who asked for it.

    The topmost organisation has nobody above it and judges itself.
    """
    if review.begun_by.user_id == actor.user.pk:
        return Answer(_("Whoever asked for the review does not judge in it."))
    own = review.organisation
    apart = actor.organisation != own or own.parent_id is None  # above the topmost is nobody
    if apart and actor.organisation.is_above(own) and actor.has(Role.APPROVER, Role.MANAGER):
        return YES
    return Answer(_("Approvers and managers of the superior department judge the quality."))


def may_recall_review(actor: Actor, review: Review) -> Answer:
    """A manager or approver above the owner, or its own manager, recalls what has passed."""
    if may_share(actor, review.thing):
        return YES
    return may_judge(actor, review)


def may_remind(actor: Actor, review: Review) -> Answer:
    """Nobody in person: the clock does, in the name of who asked for the review."""
    if review.again_on and review.again_on <= timezone.localdate():
        return YES
    return Answer(_("Reviews that are due are asked for by the clock."))


def may_copy(actor: Actor, resource: Resource) -> Answer:
    """Keepers of another organisation that offers courses itself."""
    if actor.organisation == resource.organisation:
        return Answer(_("Your organisation owns it already."))
    return may_offer_own(actor)


def may_decide_change(actor: Actor, change: CourseChange) -> Answer:
    """A manager or data steward of whoever took it over."""
    if actor.organisation == change.organisation and actor.has(Role.MANAGER, Role.STEWARD):
        return YES
    return Answer(
        _("Only a manager or data steward of the organisation that took it over decides.")
    )


def may_end_change(actor: Actor, change: CourseChange) -> Answer:
    """Whoever may take the resource out of use ends what was asked about it."""
    return may_recall(actor, change.thing)


def may_look_for_same(actor: Actor, organisation: Organisation) -> Answer:
    """A manager or data steward of a department, over what is below it."""
    if actor.organisation != organisation or not actor.at(OrganisationKind.DEPARTMENT):
        return Answer(_("Departments compare the courses of the institutes below them."))
    if not actor.has(Role.MANAGER, Role.STEWARD):
        return Answer(_("Only a manager or data steward compares the courses."))
    return YES


def may_decide_same(actor: Actor, pair: SamePair) -> Answer:
    """A manager above both: one of the two may go out of use."""
    above = all(actor.organisation.is_above(one.organisation) for one in (pair.left, pair.right))
    if above and actor.has(Role.MANAGER):
        return YES
    return Answer(_("Only a manager of a department above both owners decides."))
