from django.urls import path

from accounts.views import members, own, people, records

app_name = "accounts"
urlpatterns = [
    path("people/", people.trainee_list, name="trainee_list"),
    path("people/me/", people.my_page, name="my_page"),
    path("people/add/", people.trainee_add, name="trainee_add"),
    path("people/<int:pk>/", people.trainee, name="trainee"),
    path("people/<int:pk>/edit/", people.trainee_edit, name="trainee_edit"),
    path("members/", members.member_list, name="member_list"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/end/", members.member_end, name="member_end"),
    path("invitations/<int:pk>/withdraw/", members.invitation_withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", members.invitation, name="invitation"),
    path("switch/", members.switch, name="switch"),
    path("todo/", own.todo, name="todo"),
    path("notices/", own.notices, name="notices"),
    path("profile/", own.profile, name="profile"),
    path("profile/data.json", own.my_data, name="my_data"),
    path("help/", own.help_page, name="help"),
    path("views/<slug:table>/save/", own.view_save, name="view_save"),
    path("views/<slug:table>/remove/", own.view_remove, name="view_remove"),
    path("tokens/", own.token_list, name="token_list"),
    path("tokens/<int:pk>/withdraw/", own.token_withdraw, name="token_withdraw"),
    path("organisations/", records.organisation_list, name="organisation_list"),
    path("organisations/add/", records.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/edit/", records.organisation_edit, name="organisation_edit"),
    path("codes/", records.code_list, name="code_list"),
    path("codes/add/", records.code_add, name="code_add"),
    path("codes/<int:pk>/edit/", records.code_edit, name="code_edit"),
    path("audit/", records.audit_list, name="audit_list"),
    path("jobs/", records.job_list, name="job_list"),
    path("jobs/<int:pk>/", records.job, name="job"),
    path("jobs/<int:pk>/cancel/", records.job_cancel, name="job_cancel"),
]
