from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.lists import list_page
from resources import counts, operations, queries, rules
from resources.forms import BaseForm, RoomForm
from resources.models import Base, Room
from resources.queries import times
from resources.tables import Bases, Rooms
from resources.views.pages import edited, find, listed, must, standing


def base_list(request):
    add = reverse("resources:base_add"), _("New base")
    return listed(request, Bases, queries.base_list, tab="bases", add=add)


def base(request, pk):
    base = find(queries.bases(request.actor, retired=True), pk)
    counts.looked_at(request.actor, base)
    context = {
        "base": base,
        "rooms": queries.rooms(request.actor).filter(base=base),
        "week": times.week(request.actor, base),
        "photos": queries.photos(request.actor).filter(base=base),
    }
    return render(request, "resources/base.html", context | standing(request.actor, base))


def base_add(request):
    must(rules.may_offer_own(request.actor))
    return _edit(request, Base(organisation=request.actor.organisation), _("New base"))


def base_edit(request, pk):
    base = find(queries.bases(request.actor, retired=True), pk)
    must(rules.may_keep(request.actor, base))
    return _edit(request, base, base.label)


def _edit(request, base, title):
    form = BaseForm(request.POST or None, instance=base, actor=request.actor)
    return edited(
        request,
        form,
        lambda: operations.save_base(actor=request.actor, base=base, **form.sets),
        title=title,
        back_url=base.get_absolute_url() if base.pk else reverse("resources:base_list"),
        said=_("The base is saved."),
    )


def room_list(request):
    must(rules.may_browse(request.actor))
    rows = queries.rooms(request.actor)
    if "state" not in request.GET:
        rows = rows.filter(active=True)
    return list_page(request, Rooms, rows, template="resources/list.html", tab="rooms")


def room_add(request, pk):
    base = find(queries.bases(request.actor), pk)
    must(rules.may_keep(request.actor, base))
    return _edit_room(request, Room(base=base), _("New room"))


def room_edit(request, pk):
    room = find(queries.rooms(request.actor), pk)
    must(rules.may_keep_room(request.actor, room))
    return _edit_room(request, room, room.name)


def _edit_room(request, room, title):
    form = RoomForm(request.POST or None, instance=room, actor=request.actor)

    def save():
        operations.save_room(actor=request.actor, room=room, **form.sets)
        return room.base

    return edited(
        request,
        form,
        save,
        title=title,
        back_url=room.base.get_absolute_url(),
        said=_("The room is saved."),
    )
