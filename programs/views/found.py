"""What all pages about one programme do first."""

from django.shortcuts import get_object_or_404

from accounts.access import Answer, Denied
from programs.models import Program
from programs.queries import compose


def find(request, pk: int) -> Program:
    """Return a programme the actor may see; any other is not found."""
    return get_object_or_404(compose.programs(request.actor), pk=pk)


def must(answer: Answer) -> None:
    """Stop the page with the reason if the answer is no. Raises `Denied`."""
    if not answer:
        raise Denied(answer.reason)
