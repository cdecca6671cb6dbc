from django.urls import path

from programs.views import basics, compose, composition, delivery, enrolment, plan, review

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
    path("<int:pk>/compositions/", composition.composition_ask, name="composition_ask"),
    path("<int:pk>/compositions/<int:number>/", composition.composition, name="composition"),
    path(
        "<int:pk>/compositions/<int:number>/progress/",
        composition.composition_progress,
        name="composition_progress",
    ),
    path(
        "<int:pk>/compositions/<int:number>/stop/",
        composition.composition_stop,
        name="composition_stop",
    ),
    path(
        "<int:pk>/compositions/<int:number>/take/",
        composition.composition_take,
        name="composition_take",
    ),
    path(
        "<int:pk>/compositions/<int:number>/undo/",
        composition.composition_undo,
        name="composition_undo",
    ),
    path(
        "<int:pk>/compositions/<int:number>/relax/",
        composition.composition_relax,
        name="composition_relax",
    ),
    path(
        "<int:pk>/compositions/<int:number>/why/",
        composition.composition_why,
        name="composition_why",
    ),
    path("<int:pk>/check/", basics.program_check, name="program_check"),
    path("<int:pk>/submit/", basics.program_submit, name="program_submit"),
    path("<int:pk>/withdraw/", basics.program_withdraw, name="program_withdraw"),
    # the programme itself, review, people, delivery
    path("<int:pk>/", review.program, name="program"),
    path("reviews/", review.review_list, name="review_list"),
    path("<int:pk>/review/", review.program_review, name="program_review"),
    path("<int:pk>/decide/", review.program_decide, name="program_decide"),
    path("<int:pk>/comment/", review.program_comment, name="program_comment"),
    path(
        "<int:pk>/comments/<int:comment>/answer/",
        review.comment_answer,
        name="comment_answer",
    ),
    path("<int:pk>/versions/", review.program_versions, name="program_versions"),
    path("<int:pk>/people/", enrolment.enrolment_list, name="enrolment_list"),
    path("<int:pk>/people/add/", enrolment.enrolment_add, name="enrolment_add"),
    path(
        "<int:pk>/people/withdraw/",
        enrolment.enrolment_withdraw,
        name="enrolment_withdraw",
    ),
    path("<int:pk>/roster/", delivery.roster, name="roster"),
    path("<int:pk>/attendance/<int:session>/", delivery.attendance, name="attendance"),
    path("<int:pk>/results/", delivery.results, name="results"),
    path("<int:pk>/start/", delivery.program_start, name="program_start"),
    path("<int:pk>/close/", delivery.program_close, name="program_close"),
    path("<int:pk>/calendar.ics", delivery.calendar, name="calendar.ics"),
]
