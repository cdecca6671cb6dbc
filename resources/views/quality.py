"""Quality reviews: the list, asking for one, judging, recalling."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.lists import list_page
from core.errors import added_to
from resources import operations, queries, rules
from resources.choices import CONCURRING, CRITERIA, ReviewState
from resources.flow import REVIEW
from resources.forms import RetireForm
from resources.forms.quality import BeginForm, JudgeForm
from resources.models import Review
from resources.queries import quality
from resources.tables import Reviews
from resources.views.pages import edited, find, must


def review_list(request):
    must(rules.may_browse(request.actor))
    rows = quality.reviews(request.actor)
    return list_page(request, Reviews, rows, template="resources/list.html", tab="reviews")


ASK = {"course": queries.courses, "teacher": queries.teachers, "base": queries.bases}


def review_begin(request, pk, *, kind):
    thing = find(ASK[kind](request.actor), pk)
    review = Review(**{kind: thing}, organisation=thing.organisation)
    must(rules.may_begin_review(request.actor, review))
    form = BeginForm(request.POST or None)

    def begin():
        return operations.begin_review(actor=request.actor, review=review, **form.cleaned_data)

    return edited(
        request,
        form,
        begin,
        title=_("Quality review of “%(name)s”") % {"name": thing.label},
        intro=_(
            "The approvers and managers of the superior department judge it; it passes or goes "
            "back as soon as two of them say the same. Until then it cannot be shared with anybody "
            "new."
        ),
        send=_("Ask for a quality review"),
        back_url=thing.get_absolute_url(),
        said=_("The reviewers have been asked."),
    )


def review(request, pk):
    review = find(quality.reviews(request.actor), pk)
    is_open = review.state == ReviewState.OPEN
    may_judge = is_open and rules.may_judge(request.actor, review)
    own = quality.own_verdict(request.actor, review)
    form = JudgeForm(request.POST or None, instance=own) if may_judge else None
    if request.method == "POST":
        must(rules.may_judge(request.actor, review))
        form = form or JudgeForm(request.POST)
        if form.is_valid():
            with added_to(form):
                marks = {name: form.cleaned_data[name] for name in CRITERIA}
                note = form.cleaned_data["note"]
                operations.judge(actor=request.actor, review=review, marks=marks, note=note)
                messages.success(request, _("Your judgement is kept."))
                return redirect(review)
    context = {
        "review": review,
        "tone": REVIEW.flow.tones[review.state],
        "verdicts": quality.verdicts(request.actor, review),
        "history": quality.history(request.actor, review),
        "form": form,
        "needed": CONCURRING,
        "moves": [m for m in REVIEW.open_to(request.actor, review) if m.name == "recall"],
    }
    return render(request, "resources/review.html", context)


def review_recall(request, pk):
    review = find(quality.reviews(request.actor), pk)
    must(rules.may_recall_review(request.actor, review))
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with added_to(form, "reason"):
            reason = form.cleaned_data["reason"]
            operations.recall(actor=request.actor, review=review, reason=reason)
            messages.success(request, _("Recalled; nobody it was shared with finds it any more."))
            return redirect(review)
    return render(request, "resources/recall.html", {"form": form, "review": review})
