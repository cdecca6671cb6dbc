"""Models, and which of them serves an organisation."""

from datetime import datetime

from django.db.models import Count, Max, Q

from accounts.access import Actor
from accounts.models import Organisation
from matching.choices import Decision, ModelState
from matching.engine.matcher import Matcher
from matching.models import Choice, Model
from matching.vault import unpack


def models(actor: Actor):
    """Models the actor may see, without their bytes."""
    rows = Model.objects.visible_to(actor).defer("content", "evidence")
    return rows.select_related("organisation", "job", "started_by__user")


def own_models(actor: Actor):
    """Models of the actor's own department, latest first."""
    return models(actor).filter(organisation=actor.organisation)


def last_begun(actor: Actor, organisation: Organisation) -> datetime:
    """When the last training of a department was begun; there has been one."""
    rows = Model.objects.visible_to(actor).filter(organisation=organisation)
    return rows.aggregate(last=Max("created_at"))["last"]


def earlier(actor: Actor, model: Model) -> list[Model]:
    """The last twelve trained models of the same department up to this one, earliest first."""
    rows = models(actor).filter(organisation=model.organisation, trained_at__isnull=False)
    return list(rows.filter(number__lte=model.number).order_by("-number")[:12])[::-1]


def champion(actor: Actor, organisation: Organisation) -> Model | None:
    """The model in use nearest above an organisation; one statement."""
    rows = Model.objects.visible_to(actor).defer("content").select_related("organisation")
    rows = rows.filter(state=ModelState.CHAMPION, organisation__in=organisation.ancestors)
    return rows.order_by("-organisation__path").first()


def matcher(actor: Actor, model: Model) -> Matcher:
    """The trained matcher of a model the actor was shown. Raises `Unusable`."""
    content = Model.objects.visible_to(actor).values_list("content", flat=True).get(pk=model.pk)
    return unpack(model, content)


def latest_cases(actor: Actor, organisation: Organisation) -> int:
    """How many past results the last training above an organisation found."""
    rows = Model.objects.unscoped(reason="one figure of the own superiors' last training")
    rows = rows.filter(organisation__in=organisation.ancestors, trained_at__isnull=False)
    return rows.order_by("-trained_at").values_list("cases", flat=True).first() or 0


def decided(actor: Actor, model: Model) -> dict[str, int]:
    """How the suggestions of a model were received: all, taken up, not suitable, reviewed."""
    counts = {d.value: Count("pk", filter=Q(decision=d)) for d in Decision}
    rows = Choice.objects.visible_to(actor).filter(model=model)
    return rows.aggregate(all=Count("pk"), **counts)
