from itertools import groupby

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import key
from resources import counts, operations, queries, rules
from resources.forms import CourseForm, OffersForm
from resources.models import Course
from resources.queries import versions
from resources.tables import Courses
from resources.views.pages import edited, find, listed, must, standing


def course_list(request):
    add = reverse("resources:course_add"), _("New course")
    return listed(request, Courses, queries.course_list, tab="courses", add=add)


def course(request, pk):
    course = find(queries.courses(request.actor, retired=True).prefetch_related("levels"), pk)
    counts.looked_at(request.actor, course)
    may_copy = rules.may_copy(request.actor, course)
    context = {
        "course": course,
        "offers": _offers(request.actor, course),
        "competences": course.competences.select_related("competence"),
        "history": versions.history(request.actor, course),
        "successor": versions.successor(request.actor, course),
        "source": versions.source(request.actor, course),
        "adopters": versions.adopters(request.actor, course),
        "waiting": versions.open_changes(request.actor, key(course)),
        "may_copy": may_copy,
        "copies": versions.own_copies(request.actor, course) if may_copy else (),
    }
    return render(request, "resources/course.html", context | standing(request.actor, course))


def course_material(request, pk, number):
    """Lead to a material, and count that it was opened."""
    course = find(queries.courses(request.actor, retired=True), pk)
    links = [one["url"] for one in course.materials]
    if not 0 < number <= len(links) or not links[number - 1]:
        raise Http404
    counts.looked_at(request.actor, course, "downloads")
    return redirect(links[number - 1])


def _offers(actor, course):
    """Format and teacher with all bases where it can be held; without a base as well."""
    places = {
        pair: [choice.base for choice in choices]
        for pair, choices in groupby(
            queries.feasible(actor, course), lambda choice: (choice.format.pk, choice.teacher.pk)
        )
    }
    return [
        {"offer": offer, "bases": places.get((offer.format_id, offer.teacher_id), [])}
        for offer in queries.offers_for(actor, [course.pk])
    ]


def course_add(request):
    must(rules.may_offer_own(request.actor))
    return _edit(request, Course(organisation=request.actor.organisation), _("New course"))


def course_edit(request, pk):
    course = find(queries.courses(request.actor, retired=True), pk)
    must(rules.may_keep(request.actor, course))
    return _edit(request, course, course.label)


def _edit(request, course, title):
    form = CourseForm(request.POST or None, instance=course, actor=request.actor)
    return edited(
        request,
        form,
        lambda: operations.save_course(actor=request.actor, course=course, **form.sets),
        title=title,
        back_url=course.get_absolute_url() if course.pk else reverse("resources:course_list"),
        said=_("The course is saved."),
    )


def course_offers(request, pk):
    course = find(queries.courses(request.actor), pk)
    must(rules.may_keep(request.actor, course))
    asked = {"actor": request.actor, "course": course}
    form = OffersForm(request.POST or None, **asked)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["add"]:
        form = OffersForm(form.with_added(), **asked)
        return render(request, "resources/offers.html", _offers_page(course) | {"form": form})

    def save():
        operations.set_offers(actor=request.actor, course=course, offers=form.offers)
        return course

    return edited(
        request,
        form,
        save,
        **_offers_page(course),
        said=_("The offers are saved."),
        template="resources/offers.html",
    )


def _offers_page(course) -> dict:
    title = _("Who gives “%(course)s”") % {"course": course.label}
    return {"title": title, "back_url": course.get_absolute_url()}
