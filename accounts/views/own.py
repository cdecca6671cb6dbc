from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import operations, queries, rules
from accounts.api import SCOPES
from accounts.forms import ProfileForm, TokenForm
from accounts.process import VERBS
from accounts.tokens import new_key
from accounts.views.people import must
from core.errors import added_to, told_to


def todo(request):
    """What waits for me, what I have handed to others, what I have settled."""
    actor = request.actor
    tab = request.GET.get("tab", "open")
    sources = {
        "open": queries.open_work(actor),
        "started": queries.started_work(actor),
        "closed": queries.closed_work(actor),
    }
    items = list(sources.get(tab, sources["open"])[:200])
    for item in items:
        item.what = VERBS.get(item.verb, item.verb)
    context = {
        "items": items,
        "tab": tab if tab in sources else "open",
        "started": sources["started"].count(),
        "on_open": tab not in ("started", "closed"),
        "on_started": tab == "started",
        "on_closed": tab == "closed",
        "today": timezone.localdate(),
    }
    return render(request, "accounts/todo.html", context)


def notices(request):
    if request.method == "POST":
        operations.read_notices(actor=request.actor, member=request.actor.member)
        return redirect("accounts:notices")
    return render(
        request, "accounts/notices.html", {"notices": queries.notices(request.actor)[:100]}
    )


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
    path = request.headers.get("Referer", "").split("?")[0].partition("://")[2].partition("/")[2]
    return f"/{path}?{query}" if path else reverse("home")


@never_cache
def token_list(request):
    actor = request.actor
    must(rules.may_manage(actor, actor.organisation))
    form = TokenForm(request.POST or None, scopes=SCOPES)
    key = ""
    if request.method == "POST" and form.is_valid():
        with added_to(form):
            key = new_key()
            operations.issue_token(actor=actor, member=actor.member, key=key, **form.cleaned_data)
            form = TokenForm(scopes=SCOPES)
    context = {"form": form, "key": key, "tokens": queries.tokens(actor)}
    return render(request, "accounts/token_list.html", context)


@require_POST
def token_withdraw(request, pk):
    token = get_object_or_404(queries.tokens(request.actor), pk=pk)
    with told_to(request):
        operations.withdraw_token(actor=request.actor, token=token)
        messages.success(request, _("The token is withdrawn; its next request is refused."))
    return redirect("accounts:token_list")
