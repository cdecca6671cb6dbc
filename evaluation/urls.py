from django.urls import path

from evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.evaluation_list, name="evaluation_list"),
    path("<int:pk>/", views.evaluation, name="evaluation"),
    path("<int:pk>/submit/", views.evaluation_submit, name="evaluation_submit"),
    path("<int:pk>/done/", views.evaluation_done, name="evaluation_done"),
    path("program/<int:pk>/", views.results, name="results"),
    path("program/<int:pk>/panel/", views.program_panel, name="program_panel"),
    path("program/<int:pk>/close/", views.evaluation_close, name="evaluation_close"),
    path("program/<int:pk>/open/", views.evaluation_open, name="evaluation_open"),
]
