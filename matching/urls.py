from django.urls import path

from matching.views import assigning, models, programs, trainees

app_name = "matching"
urlpatterns = [
    path("", trainees.own, name="own"),
    path("assign/", assigning.assign, name="assign"),
    path("models/", models.model_list, name="model_list"),
    path("models/train/", models.model_train, name="model_train"),
    path("models/<int:pk>/", models.model, name="model"),
    path("models/<int:pk>/progress/", models.model_progress, name="model_progress"),
    path("models/<int:pk>/stop/", models.model_stop, name="model_stop"),
    path("models/<int:pk>/restore/", models.model_restore, name="model_restore"),
    path("programs/<int:pk>/", programs.program, name="program"),
    path("programs/<int:pk>/panel/", programs.program_panel, name="program_panel"),
    path("<int:pk>/", trainees.trainee, name="trainee"),
    path("<int:pk>/compare/", trainees.trainee_compare, name="trainee_compare"),
    path("<int:pk>/panel/", trainees.trainee_panel, name="trainee_panel"),
    path("<int:pk>/accept/<int:program>/", trainees.trainee_accept, name="trainee_accept"),
    path("<int:pk>/decline/<int:program>/", trainees.trainee_decline, name="trainee_decline"),
    path("<int:pk>/review/<int:program>/", trainees.trainee_review, name="trainee_review"),
]
