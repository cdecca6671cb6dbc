"""Regular sources: folders, addresses, systems that send."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.lists import list_page
from core.errors import added_to, told_to
from core.spreadsheets import kinds
from intake import operations, queries, rules, tables
from intake.choices import Way
from intake.forms import FeedForm
from intake.models import Feed
from intake.views.pages import must


def feed_list(request):
    must(rules.may_browse(request.actor))
    rows = queries.feeds(request.actor)
    may_add = rules.may_begin(request.actor)
    return list_page(request, tables.Feeds, rows, template="intake/feeds.html", may_add=may_add)


def feed_add(request):
    must(rules.may_begin(request.actor))
    return _edit(request, Feed(organisation=request.actor.organisation))


def feed_edit(request, pk):
    feed = _find(request, pk)
    must(rules.may_keep_feed(request.actor, feed))
    return _edit(request, feed)


def _edit(request, feed):
    form = FeedForm(request.POST or None, instance=feed, kinds=choices(request.actor))
    if request.method == "POST" and form.is_valid():
        with added_to(form, "address"):
            feed = operations.save_feed(actor=request.actor, feed=form.save())
            messages.success(request, _("The source is set."))
            return redirect(feed)
    back = feed.get_absolute_url() if feed.pk else reverse("intake:feed_list")
    return render(request, "intake/feed_form.html", {"form": form, "feed": feed, "back_url": back})


def choices(actor) -> list:
    """Kinds of data, each with what its rows may belong to."""
    return [
        (kind.label, [(f"{kind.key}:{t.pk}", getattr(t, "label", str(t))) for t in targets])
        for kind in kinds.kinds()
        if (targets := kind.targets(actor))
    ]


def feed(request, pk):
    found = _find(request, pk)
    more = {
        "feed": found,
        "state": tables.feed_state(found),
        "fault": tables.feed_fault(found),
        "target": queries.target_label(request.actor, found),
        "may_keep": rules.may_keep_feed(request.actor, found),
        "push_url": _push_url(request, found),
        "columns": found.declared.columns,
        "table": tables.Batches(queries.of_feed(request.actor, found), request.GET, request.actor),
    }
    return render(request, "intake/feed.html", more)


def _push_url(request, feed) -> str:
    """Where another system sends its rows; "" if the portal asks."""
    if feed.way != Way.PUSH:
        return ""
    return request.build_absolute_uri(reverse("api:intake-feeds-rows", args=[feed.pk]))


@require_POST
def feed_ask(request, pk):
    found = _find(request, pk)
    with told_to(request):
        operations.ask_now(actor=request.actor, feed=found)
        messages.success(request, _("The source is being asked. New files appear below."))
    return redirect(found)


def _find(request, pk):
    must(rules.may_browse(request.actor))
    return get_object_or_404(queries.feeds(request.actor), pk=pk)
