from django.urls import path

from surveys.views import answering, inquiry, questionnaire

app_name = "surveys"
urlpatterns = [
    path("", questionnaire.questionnaire_list, name="questionnaire_list"),
    path("new/", questionnaire.questionnaire_new, name="questionnaire_new"),
    path("<int:pk>/", questionnaire.questionnaire, name="questionnaire"),
    path("<int:pk>/edit/", questionnaire.questionnaire_edit, name="questionnaire_edit"),
    path("<int:pk>/copy/", questionnaire.questionnaire_copy, name="questionnaire_copy"),
    path("<int:pk>/switch/", questionnaire.questionnaire_switch, name="questionnaire_switch"),
    path("<int:pk>/questions/new/", questionnaire.question_edit, name="question_new"),
    path("<int:pk>/questions/<int:question>/", questionnaire.question_edit, name="question_edit"),
    path(
        "<int:pk>/questions/<int:question>/move/",
        questionnaire.question_move,
        name="question_move",
    ),
    path("needs/", inquiry.inquiry_list, name="inquiry_list"),
    path("needs/new/", inquiry.inquiry_new, name="inquiry_new"),
    path("needs/<int:pk>/", inquiry.inquiry, name="inquiry"),
    path("needs/<int:pk>/edit/", inquiry.inquiry_edit, name="inquiry_edit"),
    path("needs/<int:pk>/move/", inquiry.inquiry_move, name="inquiry_move"),
    path("needs/<int:pk>/code.svg", inquiry.inquiry_code, name="inquiry_code"),
    path("answer/", answering.answer_list, name="answer_list"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path("answer/<str:token>/send/", answering.answer_send, name="answer_send"),
    path("answer/<str:token>/done/", answering.answer_done, name="answer_done"),
]
