from django.http import Http404
from django.urls import path

from programs.views import basics, compose, plan

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
    path("plans/", plan.plan_list, name="plan_list"),
    path("plans/new/", plan.plan_new, name="plan_new"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    path("plans/<int:pk>/edit/", plan.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/demand/", plan.plan_demand, name="plan_demand"),
    path("plans/<int:pk>/move/", plan.plan_move, name="plan_move"),
    path("", basics.program_list, name="program_list"),
    path("new/", basics.program_new, name="program_new"),
    path("<int:pk>/edit/", basics.program_edit, name="program_edit"),
    path("<int:pk>/copy/", basics.program_copy, name="program_copy"),
    path("<int:pk>/compose/", compose.program_compose, name="program_compose"),
    path("<int:pk>/lines/add/", compose.line_add, name="line_add"),
    path("<int:pk>/lines/restore/", compose.line_restore, name="line_restore"),
    path("<int:pk>/lines/<int:line>/set/", compose.line_set, name="line_set"),
    path("<int:pk>/lines/<int:line>/move/", compose.line_move, name="line_move"),
    path("<int:pk>/lines/<int:line>/remove/", compose.line_remove, name="line_remove"),
    path("<int:pk>/check/", basics.program_check, name="program_check"),
    path("<int:pk>/submit/", basics.program_submit, name="program_submit"),
    path("<int:pk>/withdraw/", basics.program_withdraw, name="program_withdraw"),
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
