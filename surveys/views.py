from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Denied
from accounts.lists import list_page
from core.errors import told_to
from core.navigation import url_or_none
from surveys import operations, queries, rules
from surveys.choices import About
from surveys.forms import PartForm
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
    return list_page(request, Questionnaires, queries.questionnaires(request.actor))


def questionnaire(request, pk):
    found = find(request, pk)
    sample = [
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
        "edit_url": url_or_none("admin:surveys_questionnaire_change", found.pk),
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
