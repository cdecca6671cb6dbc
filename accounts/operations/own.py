"""One's own things: profile, saved views, notices."""

from django.utils import timezone

from accounts.access import Actor, operation
from accounts.models import Member, Notice, SavedView, User
from accounts.rules import is_own, is_own_notice, is_self


@operation(is_self, on="member")
def save_profile(*, actor: Actor, member: Member, name: str, density: str) -> Member:
    """Change the name and the density of the pages."""
    User.objects.filter(pk=member.user_id).update(name=name, density=density)
    return member


@operation(is_self, on="member")
def save_view(*, actor: Actor, member: Member, table: str, name: str, query: str) -> Member:
    """Keep a list as the member likes it; the same name replaces the older one."""
    SavedView.objects.unscoped(reason="the member's own views").update_or_create(
        member=member,
        table=table,
        name=name,
        defaults={"query": query, "organisation": member.organisation},
    )
    return member


@operation(is_own, on="view")
def remove_view(*, actor: Actor, view: SavedView) -> SavedView:
    """Forget a saved view."""
    SavedView._base_manager.filter(pk=view.pk).delete()
    return view


def _read(notices) -> None:
    notices.filter(read_at=None).update(read_at=timezone.now())


@operation(is_own_notice, on="notice")
def read_notice(*, actor: Actor, notice: Notice) -> Notice:
    """Mark one notice as read."""
    _read(Notice._base_manager.filter(pk=notice.pk))
    return notice


@operation(is_self, on="member")
def read_notices(*, actor: Actor, member: Member) -> Member:
    """Mark all notices of the person as read."""
    _read(Notice._base_manager.filter(user=member.user))
    return member
