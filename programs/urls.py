from django.http import Http404
from django.urls import path

from programs.views import compose, plan

try:
    from programs.views import review
except ImportError:
    review = None
try:
    from programs.views import enrolment
except ImportError:
    enrolment = None
try:
    from programs.views import delivery
except ImportError:
    delivery = None


def _coming(module, name):
    """For the time of building only: 404 until the view function `name` exists in `module`."""

    def absent(request, **kwargs):
        raise Http404

    return getattr(module, name, absent)


app_name = "programs"
urlpatterns = [
    path("plans/", _coming(plan, "plan_list"), name="plan_list"),
    path("plans/new/", _coming(plan, "plan_new"), name="plan_new"),
    path("plans/<int:pk>/", _coming(plan, "plan"), name="plan"),
    path("plans/<int:pk>/edit/", _coming(plan, "plan_edit"), name="plan_edit"),
    path("plans/<int:pk>/demand/", _coming(plan, "plan_demand"), name="plan_demand"),
    path("plans/<int:pk>/move/", _coming(plan, "plan_move"), name="plan_move"),
    path("", _coming(compose, "program_list"), name="program_list"),
    path("new/", _coming(compose, "program_new"), name="program_new"),
    path("<int:pk>/edit/", _coming(compose, "program_edit"), name="program_edit"),
    path("<int:pk>/copy/", _coming(compose, "program_copy"), name="program_copy"),
    path("<int:pk>/compose/", _coming(compose, "program_compose"), name="program_compose"),
    path("<int:pk>/compose/courses/", _coming(compose, "compose_courses"), name="compose_courses"),
    path("<int:pk>/compose/add/", _coming(compose, "compose_add"), name="compose_add"),
    path("<int:pk>/compose/<int:line>/set/", _coming(compose, "compose_set"), name="compose_set"),
    path(
        "<int:pk>/compose/<int:line>/move/", _coming(compose, "compose_move"), name="compose_move"
    ),
    path(
        "<int:pk>/compose/<int:line>/remove/",
        _coming(compose, "compose_remove"),
        name="compose_remove",
    ),
    path("<int:pk>/compose/restore/", _coming(compose, "compose_restore"), name="compose_restore"),
    path("<int:pk>/check/", _coming(compose, "program_check"), name="program_check"),
    path("<int:pk>/submit/", _coming(compose, "program_submit"), name="program_submit"),
    path("<int:pk>/withdraw/", _coming(compose, "program_withdraw"), name="program_withdraw"),
    # the programme itself, review, people, delivery
    path("<int:pk>/", _coming(review, "program"), name="program"),
    path("reviews/", _coming(review, "review_list"), name="review_list"),
    path("<int:pk>/review/", _coming(review, "program_review"), name="program_review"),
    path("<int:pk>/decide/", _coming(review, "program_decide"), name="program_decide"),
    path("<int:pk>/comment/", _coming(review, "program_comment"), name="program_comment"),
    path(
        "<int:pk>/comments/<int:comment>/answer/",
        _coming(review, "comment_answer"),
        name="comment_answer",
    ),
    path("<int:pk>/versions/", _coming(review, "program_versions"), name="program_versions"),
    path("<int:pk>/people/", _coming(enrolment, "enrolment_list"), name="enrolment_list"),
    path("<int:pk>/people/add/", _coming(enrolment, "enrolment_add"), name="enrolment_add"),
    path(
        "<int:pk>/people/withdraw/",
        _coming(enrolment, "enrolment_withdraw"),
        name="enrolment_withdraw",
    ),
    path("<int:pk>/roster/", _coming(delivery, "roster"), name="roster"),
    path("<int:pk>/attendance/<int:session>/", _coming(delivery, "attendance"), name="attendance"),
    path("<int:pk>/results/", _coming(delivery, "results"), name="results"),
    path("<int:pk>/start/", _coming(delivery, "program_start"), name="program_start"),
    path("<int:pk>/close/", _coming(delivery, "program_close"), name="program_close"),
    path("<int:pk>/calendar.ics", _coming(delivery, "calendar"), name="calendar.ics"),
]
