from urllib.parse import urlsplit

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import operations, queries, rules
from accounts.forms import ProfileForm, TokenForm
from accounts.lists import list_page
from accounts.tables_work import Handed, Open, Settled
from accounts.tokens import new_key
from accounts.views.places import must, places
from core.errors import added_to, told_to


def todo(request):
    """What waits for me."""
    return _work(request, Open)


def todo_handed(request):
    """What my organisation has handed to others and waits for."""
    return _work(request, Handed)


def todo_settled(request):
    """What I have settled."""
    return _work(request, Settled)


def _work(request, table):
    actor = request.actor
    rows = {
        Open: queries.open_work(actor),
        Handed: queries.started_work(actor),
        Settled: queries.closed_work(actor),
    }
    lists = [
        {
            "label": one.label,
            "address": reverse(one.place),
            "current": one is table,
            "count": None if one is Settled else rows[one].count(),
        }
        for one in rows
    ]
    return list_page(request, table, rows[table], template="accounts/todo.html", lists=lists)


def notices(request):
    if request.method == "POST":
        operations.read_notices(actor=request.actor, member=request.actor.member)
        return redirect("accounts:notices")
    return render(
        request, "accounts/notices.html", {"notices": queries.notices(request.actor)[:100]}
    )


def notice(request, pk):
    """Open what a notice is about; from then on it counts as read."""
    row = get_object_or_404(queries.notices(request.actor), pk=pk)
    operations.read_notice(actor=request.actor, notice=row)
    inside = url_has_allowed_host_and_scheme(row.url, allowed_hosts=None)
    return redirect(row.url if inside else "accounts:notices")


def profile(request):
    user = request.actor.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "density": user.density})
    if request.method == "POST" and form.is_valid():
        operations.save_profile(
            actor=request.actor, member=request.actor.member, **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "members": request.members})


def privacy(request):
    """What is held about me, who sees it, and what I can ask for."""
    held = queries.personal_data(request.actor)
    counts = [(name, len(part)) for name, part in held.items() if isinstance(part, list)]
    return render(request, "accounts/privacy.html", {"held": held, "counts": counts})


def my_data(request):
    """Everything held about the person who asks, as a file."""
    response = JsonResponse(
        queries.personal_data(request.actor), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def help_page(request):
    return render(request, "accounts/help.html")


@require_POST
def view_save(request, table):
    name = request.POST.get("name", "").strip()[:40]
    query = request.POST.get("query", "")[:1000]
    if name:
        operations.save_view(
            actor=request.actor, member=request.actor.member, table=table, name=name, query=query
        )
    return redirect(back(request, query))


@require_POST
def view_remove(request, table):
    view = get_object_or_404(
        queries.saved_views(request.actor, table), pk=request.POST.get("pk") or 0
    )
    operations.remove_view(actor=request.actor, view=view)
    return redirect(back(request, ""))


def back(request, query) -> str:
    """The list the person came from, without its old query; only pages of this portal."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}):
        return reverse("home")
    return urlsplit(came)._replace(scheme="", netloc="", query=query, fragment="").geturl()


@never_cache
def token_list(request):
    actor = request.actor
    must(rules.may_manage(actor, actor.organisation))
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            key = new_key()
            operations.issue_token(actor=actor, member=actor.member, key=key, **form.cleaned_data)
            form = TokenForm()
    context = {
        "form": form,
        "key": key,
        "tokens": queries.tokens(actor),
        "places": places(request),
        "now": timezone.now(),
    }
    return render(request, "accounts/token_list.html", context)


@require_POST
def token_withdraw(request, pk):
    token = get_object_or_404(queries.tokens(request.actor), pk=pk)
    with told_to(request):
        operations.withdraw_token(actor=request.actor, token=token)
        messages.success(request, _("The token is withdrawn; its next request is refused."))
    return redirect("accounts:token_list")
