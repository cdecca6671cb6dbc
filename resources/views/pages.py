"""What the pages of all four kinds do alike."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import Answer, Denied
from accounts.lists import list_page
from core.errors import added_to
from resources import queries, rules
from resources.queries import quality


def must(answer: Answer) -> None:
    """Stop the page with the reason if the answer is no. Raises `Denied`."""
    if not answer:
        raise Denied(answer.reason)


def find(rows, pk: int):
    """Return one of the rows the actor may see; anything else is not found."""
    return get_object_or_404(rows, pk=pk)


def standing(actor, resource) -> dict:
    """Return what the actor may do with a resource, and with whom it is shared."""
    return {
        "may_browse": rules.may_browse(actor),
        "may_keep": rules.may_keep(actor, resource),
        "may_share": rules.may_share(actor, resource),
        "may_recall": rules.may_recall(actor, resource),
        "may_see_reach": rules.may_see_reach(actor, resource),
        "grants": queries.told_grants(actor, resource),
        "lent": queries.lent(actor, resource),
        "review": quality.latest(actor, resource),
    }


def listed(request, table, ask, *, tab: str, add: tuple[str, str]):
    """Show a list, what is retired only when it is asked for; `add` is address and label."""
    must(rules.may_browse(request.actor))
    rows = ask(request.actor, retired="state" in request.GET)
    add_url, add_label = add if rules.may_offer_own(request.actor) else ("", "")
    context = {"tab": tab, "add_url": add_url, "add_label": add_label}
    return list_page(request, table, rows, template="resources/list.html", **context)


def edited(request, form, save, *, said: str, template="resources/form.html", **shown):
    """Show a form, or save it and go to what was saved; a refusal stands in the form.

    `shown`: title and back_url, and if there is more to say an intro and `send`, the button.
    """
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            saved = save()
            messages.success(request, said)
            return redirect(saved)
    return render(request, template, shown | {"form": form})
