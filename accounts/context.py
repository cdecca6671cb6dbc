"""What the frame around every page needs."""

from accounts import queries
from core import navigation


def shell(request):
    """Organisation, roles, navigation and the two counters; three statements in all."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "density": "default"}
    own = "roomy" if actor.is_personal else "default"
    return {
        "actor": actor,
        "memberships": [m for m in request.members if m.pk != actor.member.pk],
        "nav": navigation.entries(request),
        "todo_count": queries.open_work(actor).count(),
        "notice_count": queries.notices(actor).filter(read_at=None).count(),
        "density": actor.user.density or own,
    }
