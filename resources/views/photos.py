"""Photographs of bases: shown to whoever sees the base, kept by its institute."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import added_to, told_to
from resources import operations, queries, rules
from resources.forms import PhotoForm
from resources.views.pages import find, must

STEPS = {"earlier": -1, "later": 1}


def photos(request, pk):
    """All photographs of a base in their order, and a form for one more."""
    base = find(queries.bases(request.actor, retired=True), pk)
    must(rules.may_keep(request.actor, base))
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            _add(request, base, form.cleaned_data["uploads"], form.cleaned_data["caption"])
            return redirect("resources:photos", pk=base.pk)
    context = {
        "base": base,
        "form": form,
        "photos": queries.photos(request.actor).filter(base=base),
        "most": operations.MOST_PHOTOS,
    }
    return render(request, "resources/photos.html", context)


def _add(request, base, uploads, caption):
    """Add one photo, or all that are fit; of several, those that are not are named."""
    asked = {"actor": request.actor, "base": base}
    if len(uploads) == 1:
        operations.add_photo(**asked, upload=uploads[0], caption=caption)
        messages.success(request, _("The photo is shown."))
        return
    shown = 0
    for number, upload in enumerate(uploads, 1):
        with told_to(request):
            said = _("%(what)s (%(n)s)") % {"what": caption[:112], "n": number}
            operations.add_photo(**asked, upload=upload, caption=said)
            shown += 1
    if shown:
        said = ngettext("%(n)s photo is shown.", "%(n)s photos are shown.", shown) % {"n": shown}
        messages.success(request, said)


def photo(request, pk, size):
    """The picture itself, asked for anew each time: whoever may no longer see it does not."""
    found = find(queries.photos(request.actor), pk)
    if size not in ("large", "small"):
        raise Http404
    file = getattr(found, size)
    tag = f'"{file.name.rpartition("/")[2]}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        with file.open("rb") as content:
            answer = HttpResponse(content.read(), content_type="image/jpeg")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def photo_change(request, pk):
    """Describe a photograph anew, move it by one, or remove it."""
    found = find(queries.photos(request.actor), pk)
    must(rules.may_keep_photo(request.actor, found))
    base, asked = found.base_id, {"actor": request.actor, "photo": found}
    do = request.POST.get("do", "")
    with told_to(request):
        if do in STEPS:
            operations.move_photo(**asked, by=STEPS[do])
        elif do == "remove":
            operations.remove_photo(**asked)
            messages.success(request, _("The photo is removed."))
        elif do == "describe":
            operations.describe_photo(**asked, caption=request.POST.get("caption", ""))
            messages.success(request, _("The description is saved."))
    return redirect("resources:photos", pk=base)
