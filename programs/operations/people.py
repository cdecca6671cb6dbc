"""Who is meant by the staff numbers of a sheet about people."""

from django.utils.translation import gettext_lazy as _

from accounts.access import Actor
from accounts.models import Trainee
from core.errors import Refusal


class UnknownTrainee(Refusal):
    """Nobody of the actor's has this number."""

    code = "unknown_trainee"
    message = _("There is no trainee with the staff number “{number}”. Bring in the people first.")
    status = 422


class SeveralTrainees(Refusal):
    """The number alone does not say who is meant."""

    code = "several_trainees"
    message = _("Several people have the staff number “{number}”. Fill in the organisation.")
    status = 422


class OtherName(Refusal):
    """Number and name do not belong together."""

    code = "other_name"
    message = _("The staff number “{number}” belongs to {name}. Correct one of the two.")
    status = 422


class People:
    """Trainees by the `number`, `name` and `organisation` of cleaned rows."""

    @classmethod
    def of(cls, actor: Actor, rows: list[dict], among=None) -> list[Trainee]:
        """The trainees that the rows name, in their order; one statement.

        Raises `UnknownTrainee`, `SeveralTrainees`, `OtherName`.
        """
        found: dict[str, list[Trainee]] = {}
        people = Trainee.objects.visible_to(actor) if among is None else among
        people = people.filter(number__in=[row["number"] for row in rows], active=True)
        for one in people.select_related("organisation"):
            found.setdefault(one.number.casefold(), []).append(one)
        return [cls._one(found.get(row["number"].casefold(), []), row) for row in rows]

    @staticmethod
    def _one(bearers: list[Trainee], row: dict) -> Trainee:
        if where := row.get("organisation"):
            bearers = [one for one in bearers if one.organisation.code == where]
        if not bearers:
            raise UnknownTrainee(number=row["number"])
        if len(bearers) > 1:
            raise SeveralTrainees(number=row["number"])
        if row.get("name") not in (None, "", bearers[0].name):
            raise OtherName(number=row["number"], name=bearers[0].name)
        return bearers[0]
