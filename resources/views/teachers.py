from itertools import groupby
from operator import attrgetter

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from resources import counts, operations, queries, rules
from resources.forms import TeacherForm
from resources.models import Teacher
from resources.queries import times
from resources.tables import Teachers
from resources.views.pages import edited, find, listed, must, standing


def teacher_list(request):
    add = reverse("resources:teacher_add"), _("New teacher")
    return listed(request, Teachers, queries.teacher_list, tab="teachers", add=add)


def teacher(request, pk):
    teacher = find(queries.teachers(request.actor, retired=True), pk)
    counts.looked_at(request.actor, teacher)
    context = {
        "teacher": teacher,
        "given": [
            {"course": course, "formats": [offer.format for offer in offers]}
            for course, offers in groupby(
                queries.offers_by(request.actor, teacher), attrgetter("course")
            )
        ],
        "week": times.week(request.actor, teacher),
        "load": times.load(request.actor, teacher),
        "may_see_contact": rules.may_see_contact(request.actor, teacher),
    }
    return render(request, "resources/teacher.html", context | standing(request.actor, teacher))


def teacher_add(request):
    must(rules.may_offer_own(request.actor))
    return _edit(request, Teacher(organisation=request.actor.organisation), _("New teacher"))


def teacher_edit(request, pk):
    teacher = find(queries.teachers(request.actor, retired=True), pk)
    must(rules.may_keep(request.actor, teacher))
    return _edit(request, teacher, teacher.label)


def _edit(request, teacher, title):
    form = TeacherForm(request.POST or None, instance=teacher, actor=request.actor)
    return edited(
        request,
        form,
        lambda: operations.save_teacher(actor=request.actor, teacher=teacher),
        title=title,
        back_url=teacher.get_absolute_url() if teacher.pk else reverse("resources:teacher_list"),
        said=_("The teacher is saved."),
    )
