from datetime import datetime

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import told_to
from surveys import operations, rules
from surveys.choices import AskedState
from surveys.forms import PartForm
from surveys.queries import inquiry as queries
from surveys.queries import missing
from surveys.views.questionnaire import must


def _find(request, token):
    """The actor's own request; a link passed on to somebody who was not asked finds nothing."""
    found = queries.asked_by_link(request.actor, token)
    if found is None:
        raise Http404
    return found


def answer_list(request):
    rows = list(queries.to_answer(request.actor)[:50])
    return render(request, "surveys/answer_list.html", {"rows": rows})


def answer(request, token):
    """One part at a time; what was entered is kept on the server with every step."""
    found = _find(request, token)
    if found.state == AskedState.SENT:
        return redirect("surveys:answer_done", token=token)
    must(rules.may_answer_asked(request.actor, found))
    pages = queries.pages(request.actor, found.inquiry)
    number = _number(request, found, pages)
    if number > len(pages):
        return render(request, "surveys/answer_review.html", _review(request, found, pages))
    if request.method == "POST":
        return _save(request, found, pages, pages[number - 1])
    form = PartForm(None, part=pages[number - 1], values=found.draft.get("values", {}))
    return render(request, "surveys/answer_part.html", _shown(found, pages, form))


def _number(request, found, pages) -> int:
    """The part that the address names, or the first that is not done."""
    asked = request.POST.get("part") or request.GET.get("part", "")
    if asked.isascii() and asked.isdigit():
        return max(1, min(int(asked), len(pages) + 1))
    done = found.draft.get("done", [])
    return next((p.number for p in pages if p.number not in done), len(pages) + 1)


def _save(request, found, pages, part):
    """Keep what is good in any case; go on only when the part is complete."""
    form = PartForm(request.POST, part=part, values=found.draft.get("values", {}))
    back, complete = request.POST.get("go") == "back", form.is_valid()
    operations.save_draft(
        actor=request.actor,
        asked=found,
        values=form.kept,
        part=part.number if complete else None,
    )
    if not (complete or back):
        shown = _shown(found, pages, form)
        return render(request, "surveys/answer_part.html", shown, status=422)
    step = part.number - 1 if back else part.number + 1
    response = redirect("surveys:answer", token=found.inquiry.token)
    response["Location"] += f"?part={step}"
    return response


def _shown(found, pages, form) -> dict:
    saved = found.draft.get("saved_at")
    return {
        "asked": found,
        "inquiry": found.inquiry,
        "form": form,
        "part": form.part,
        "pages": pages,
        "saved_at": saved and timezone.localtime(datetime.fromisoformat(saved)),
        "last": form.part.number == len(pages),
    }


def _review(request, found, pages) -> dict:
    values = found.draft.get("values", {})
    lacking = [part.number for part in missing(request.actor, pages, values)]
    return {
        "asked": found,
        "inquiry": found.inquiry,
        "pages": pages,
        "parts": [
            (part, part.number in lacking, PartForm(None, part=part, values=values).groups)
            for part in pages
        ],
        "lacking": lacking,
    }


@require_POST
def answer_send(request, token):
    """Sending twice thanks twice, and counts once."""
    found = _find(request, token)
    if found.state == AskedState.OPEN:
        with told_to(request):
            operations.send(actor=request.actor, asked=found)
            return redirect("surveys:answer_done", token=token)
        return redirect("surveys:answer", token=token)
    return redirect("surveys:answer_done", token=token)


def answer_done(request, token):
    found = _find(request, token)
    if found.state == AskedState.OPEN:
        return redirect("surveys:answer", token=token)
    return render(request, "surveys/answer_done.html", {"asked": found, "inquiry": found.inquiry})
