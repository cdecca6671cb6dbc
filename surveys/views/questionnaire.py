from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.lists import list_page
from core.errors import added_to, told_to
from surveys import operations, queries, rules
from surveys.choices import About, Purpose
from surveys.forms import PartForm, QuestionForm, QuestionnaireForm
from surveys.models import Question, Questionnaire
from surveys.queries import Subject
from surveys.tables import Questionnaires


def browse(actor):
    if not (answer := rules.may_browse(actor)):
        raise Denied(answer.reason)


def find(request, pk):
    browse(request.actor)
    return get_object_or_404(queries.questionnaires(request.actor), pk=pk)


def questionnaire_list(request):
    browse(request.actor)
    return list_page(
        request,
        Questionnaires,
        queries.questionnaires(request.actor),
        template="surveys/questionnaire_list.html",
        may_make=rules.may_make(request.actor, request.actor.organisation),
    )


def questionnaire(request, pk):
    found = find(request, pk)
    sample = [
        Subject(About.CATEGORY, 0, _("The name of the category"), ""),
        Subject(About.COURSE, 0, _("The name of the course"), ""),
        Subject(About.TEACHER, 0, _("The teacher's name"), ""),
    ]
    pages = queries.parts(request.actor, found, sample)
    context = {
        "questionnaire": found,
        "forms": [PartForm(None, part=part, values={}) for part in pages],
        "may_copy": rules.may_copy(request.actor, found),
        "may_switch": rules.may_switch(request.actor, found),
        "may_edit": rules.may_edit(request.actor, found),
        "edit_url": reverse("surveys:questionnaire_edit", args=[found.pk]),
    }
    return render(request, "surveys/questionnaire.html", context)


@require_POST
def questionnaire_copy(request, pk):
    found = find(request, pk)
    with told_to(request):
        copy = operations.copy_questionnaire(actor=request.actor, questionnaire=found)
        messages.success(request, _("The copy is made. It is not in use until you switch it on."))
        return redirect("surveys:questionnaire", pk=copy.pk)
    return redirect("surveys:questionnaire", pk=pk)


@require_POST
def questionnaire_switch(request, pk):
    found = find(request, pk)
    active = request.POST.get("active") == "1"
    with told_to(request):
        operations.set_in_use(actor=request.actor, questionnaire=found, active=active)
    return redirect(reverse("surveys:questionnaire", args=[pk]))


def questionnaire_new(request):
    actor = request.actor
    must(rules.may_make(actor, actor.organisation))
    fresh = Questionnaire(organisation=actor.organisation, purpose=Purpose.NEED)
    return _edit(request, fresh, _("New questionnaire"))


def must(answer):
    if not answer:
        raise Denied(answer.reason)


def questionnaire_edit(request, pk):
    """The head and the questions; each is changed on a page of its own."""
    found = find(request, pk)
    must(rules.may_edit(request.actor, found))
    return _edit(request, found, found.label)


def _edit(request, found, title):
    form = QuestionnaireForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            saved = operations.save_questionnaire(
                actor=request.actor, questionnaire=form.save(commit=False)
            )
            messages.success(request, _("The questionnaire is saved."))
            return redirect("surveys:questionnaire_edit", pk=saved.pk)
    questions = found.questions.all() if found.pk else ()
    context = {"form": form, "questionnaire": found, "questions": questions, "title": title}
    return render(request, "surveys/questionnaire_form.html", context)


def question_edit(request, pk, question=None):
    """Add a question, or change one."""
    found = find(request, pk)
    must(rules.may_edit(request.actor, found))
    if question is None:
        last = found.questions.last()
        row = Question(questionnaire=found, block=last.block if last else "")
    else:
        row = get_object_or_404(found.questions, pk=question)
    form = QuestionForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            operations.save_question(
                actor=request.actor, questionnaire=found, question=form.save(commit=False)
            )
            return redirect("surveys:questionnaire_edit", pk=pk)
    context = {"form": form, "questionnaire": found, "question": row}
    return render(request, "surveys/question_form.html", context)


@require_POST
def question_move(request, pk, question):
    """Up, down, or out."""
    found = find(request, pk)
    row = get_object_or_404(found.questions, pk=question)
    move, how = request.POST.get("move"), {"questionnaire": found, "question": row}
    with told_to(request):
        if move == "out":
            operations.remove_question(actor=request.actor, **how)
        else:
            by = -1 if move == "up" else 1
            operations.move_question(actor=request.actor, by=by, **how)
    return redirect("surveys:questionnaire_edit", pk=pk)
