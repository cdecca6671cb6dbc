"""What can be asked about organisations, people and the records about them."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.access import Actor, key
from accounts.choices import OrganisationKind
from accounts.models import (
    ApiToken,
    AuditEntry,
    Code,
    HiddenCode,
    Invitation,
    Job,
    Member,
    Merge,
    Notice,
    Organisation,
    SavedView,
    Step,
    Trainee,
    WorkItem,
)
from accounts.personal import PROVIDERS
from accounts.references import references


def organisations(actor: Actor, *kinds: OrganisationKind):
    """The actor's organisation and those below it."""
    rows = Organisation.objects.visible_to(actor)
    return rows.filter(kind__in=kinds) if kinds else rows


def counted_organisations(actor: Actor):
    """The same with the number of active members and of trainees of each."""
    return (
        organisations(actor)
        .select_related("parent")
        .annotate(
            members=_counted(Member),
            people=_counted(Trainee),
        )
    )


def _counted(model) -> Coalesce:
    """How many active rows of a table an organisation has, as a subquery."""
    rows = model._base_manager.filter(organisation=OuterRef("pk"), active=True).order_by()
    number = rows.values("organisation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def partners(actor: Actor, *kinds: OrganisationKind):
    """Active organisations of the whole tree, by name only: whom one can turn to or share with."""
    root = actor.organisation.path.split("/")[0] + "/"
    rows = Organisation.objects.unscoped(
        reason="names of the organisations of the own tree are public in it"
    )
    rows = rows.filter(path__startswith=root, active=True)
    return rows.filter(kind__in=kinds) if kinds else rows


def rows_of(actor: Actor, model):
    """Rows of any table that the actor may see, for the admin site."""
    return model.objects.visible_to(actor)


def superiors(actor: Actor):
    """The organisations above the actor's, nearest first."""
    rows = Organisation.objects.unscoped(reason="everyone may know his own superiors")
    return rows.filter(pk__in=actor.ancestors[:-1]).order_by("-path")


def members(actor: Actor):
    """Members of the actor's organisation and those below it."""
    return Member.objects.visible_to(actor).select_related("user", "organisation")


def trainees(actor: Actor):
    """Trainees the actor may see, with the codes that lists show."""
    rows = Trainee.objects.visible_to(actor).filter(active=True)
    return rows.select_related("organisation", "level", "area", "education", "kind")


def code_keys(actor: Actor, kinds) -> dict[tuple[str, str], int]:
    """Keys of the code tables' entries by table and code."""
    rows = Code.objects.visible_to(actor).filter(kind__in=kinds)
    return {(code.kind, code.code): code.pk for code in rows}


def numbers_known(actor: Actor, organisation):
    """The staff numbers of an organisation, for telling new people from known ones."""
    rows = rows_of(actor, Trainee).filter(organisation=organisation).order_by()
    return rows.values_list("number", flat=True).iterator(5000)


def lookalikes(actor: Actor, person: Trainee):
    """People who may be the same: same name, telephone, identity number, or sound and birthday."""
    same = Q(name=person.name)
    if person.phone:
        same |= Q(phone=person.phone)
    if person.id_number:
        same |= Q(id_number=person.id_number)
    if person.born_on:
        same |= Q(born_on=person.born_on, name_latin=person.name_latin)
    return trainees(actor).filter(same).exclude(pk=person.pk)


def hanging_on(actor: Actor, person: Trainee) -> list[tuple[str, int]]:
    """What refers to a person the actor was shown: names of tables with the number of rows."""
    found = []
    for field in references(Trainee):
        rows = field.model._base_manager.filter(**{field.attname: person.pk})
        if count := rows.count():
            found.append((field.model._meta.verbose_name_plural, count))
    return found


def merges(actor: Actor, person: Trainee):
    """The records that were made part of a person's."""
    rows = Merge.objects.visible_to(actor).filter(kept=person)
    return rows.select_related("member__user", "organisation")


def people_known(actor: Actor, organisation):
    """What says who the people of an organisation are, for finding one under two numbers."""
    rows = rows_of(actor, Trainee).filter(organisation=organisation).order_by()
    return rows.values("pk", "number", "name", "id_number", "phone", "born_on").iterator(5000)


def codes(actor: Actor, kind: str):
    """The entries of a code table: the organisation's own and those of its superiors.

    What it, or one above it, hides is no choice.
    """
    rows = Code.objects.visible_to(actor).filter(kind=kind, active=True)
    return rows.exclude(pk__in=_hidden(actor).values("code"))


def _hidden(actor: Actor):
    return HiddenCode._base_manager.filter(organisation__in=actor.ancestors)


def open_work(actor: Actor):
    """What waits for this actor: addressed to his role in his organisation, or to him."""
    mine = Q(organisation=actor.organisation, role=actor.role, user=None) | Q(user=actor.user)
    rows = WorkItem.objects.unscoped(reason="the filter below names the actor himself")
    return _in_time(rows.filter(mine, closed_at=None).select_related("source"))


def closed_work(actor: Actor):
    """What this actor has settled, latest first."""
    rows = WorkItem.objects.unscoped(reason="only items this member closed himself")
    return rows.filter(closed_by=actor.member).select_related("source").order_by("-closed_at")


def started_work(actor: Actor):
    """What the actor's organisation has handed to others and waits for."""
    rows = WorkItem.objects.unscoped(reason="only items that come from the actor's organisation")
    rows = rows.filter(source=actor.organisation, closed_at=None)
    return _in_time(rows.exclude(organisation=actor.organisation).select_related("organisation"))


def _in_time(rows):
    """Work by its due date; what has none comes last on every database."""
    return rows.annotate(due_order=Coalesce("due_on", Value(date.max))).order_by("due_order", "pk")


def notices(actor: Actor):
    """Messages to this very person."""
    return Notice.objects.unscoped(reason="only the person's own").filter(user=actor.user)


def jobs(actor: Actor):
    """Background work of the actor's organisation."""
    return Job.objects.visible_to(actor)


def steps(actor: Actor, obj):
    """The time line of an object the actor was shown; newest first."""
    rows = Step.objects.unscoped(reason="the time line belongs to an object that was itself scoped")
    return rows.filter(target=key(obj)).select_related("member__user", "member__organisation")


def audit(actor: Actor):
    """The audit trail of the actor's organisation and those below it."""
    return AuditEntry.objects.visible_to(actor).select_related("member__user", "organisation")


def audit_of(actor: Actor, obj):
    """What was done to one object."""
    return audit(actor).filter(target=key(obj))


def saved_views(actor: Actor, table: str):
    """The member's own views of one list."""
    rows = SavedView.objects.unscoped(reason="only the member's own views")
    return rows.filter(member=actor.member, table=table)


def all_codes(actor: Actor):
    """Every entry of the code tables the actor uses, ended ones too."""
    rows = Code.objects.visible_to(actor).select_related("organisation")
    return rows.annotate(hidden=Exists(_hidden(actor).filter(code=OuterRef("pk"))))


def code_names(actor: Actor) -> dict[int, str]:
    """The entries of all code tables the actor uses, by key: one statement."""
    return {code.pk: code.label for code in Code.objects.visible_to(actor)}


def open_invitations(actor: Actor):
    """Invitations that have not been accepted or withdrawn."""
    rows = Invitation.objects.visible_to(actor).filter(accepted_at=None, withdrawn_at=None)
    return rows.select_related("organisation")


def tokens(actor: Actor):
    """API tokens of the actor's organisation and those below it."""
    rows = ApiToken.objects.visible_to(actor).filter(withdrawn_at=None)
    return rows.select_related("member__user", "organisation")


def personal_data(actor: Actor) -> dict:
    """Everything held about the person who asks; higher apps add their part (`personal`)."""
    user = actor.user
    roles = user.members.values("organisation__name", "role", "active", "created_at")
    sessions = user.usersession_set.values("ip", "user_agent", "created_at", "last_seen_at")
    data = {
        "account": {
            "username": user.username,
            "name": user.name,
            "email": user.email,
            "last_login": user.last_login,
            "joined": user.date_joined,
        },
        "roles": list(roles),
        "signed_in": list(sessions),
        "trainee": _trainee(actor),
        "notices": list(notices(actor).values("text", "at", "read_at")),
    }
    return data | {name: provide(actor) for name, provide in PROVIDERS.items()}


def _trainee(actor: Actor) -> list[dict]:
    rows = Trainee.objects.unscoped(reason="only the rows of the person himself")
    codes = ("kind__name", "level__name", "area__name", "education__name", "organisation__name")
    plain = [f.name for f in Trainee._meta.concrete_fields if not f.is_relation and f.editable]
    return list(rows.filter(user=actor.user).values(*plain, *codes))


def exported_trainees(actor: Actor, organisation: Organisation, keys=None):
    """The trainees of an organisation, or some, as rows of their sheet; no private columns."""
    codes = {name: f"{name}__code" for name in ("area", "level", "education")}
    plain = ("number", "name", "sex", "born_on", "post", "joined_on")
    rows = Trainee.objects.visible_to(actor).filter(organisation=organisation, active=True)
    rows = rows if keys is None else rows.filter(number__in=list(keys))
    for row in rows.order_by("number").values(*plain, *codes.values()):
        yield {name: row[codes.get(name, name)] for name in (*plain, *codes)}


def exported_organisations(actor: Actor, superior: Organisation):
    """The organisations below a superior, those above first."""
    below = Organisation.objects.visible_to(actor).filter(path__startswith=superior.path)
    rows = below.exclude(pk=superior.pk).filter(active=True).select_related("parent")
    names = ("code", "name", "name_en", "kind", "region", "region_en")
    for one in rows.order_by("path"):
        yield {name: getattr(one, name) for name in names} | {"superior": one.parent.code}


def exported_members(actor: Actor, organisation: Organisation):
    """Who acts for an organisation, in which role."""
    for member in members(actor).filter(organisation=organisation).order_by("user__username"):
        yield {
            "username": member.user.username,
            "name": member.user.display_name,
            "email": member.user.email.casefold(),
            "role": member.role,
            "active": member.active,
        }
