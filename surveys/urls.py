from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.questionnaire_list, name="questionnaire_list"),
    path("<int:pk>/", views.questionnaire, name="questionnaire"),
    path("<int:pk>/copy/", views.questionnaire_copy, name="questionnaire_copy"),
    path("<int:pk>/switch/", views.questionnaire_switch, name="questionnaire_switch"),
]
