from django.urls import path

from portfolios.views import entries, records

POST, TRAINING = {"kind": "post"}, {"kind": "training"}

app_name = "portfolios"
urlpatterns = [
    path("", records.own, name="own"),
    path("<int:pk>/", records.record, name="record"),
    path("<int:pk>/panel/", records.record_panel, name="record_panel"),
    path("<int:pk>/posts/add/", entries.add, POST, name="post_add"),
    path("<int:pk>/trainings/add/", entries.add, TRAINING, name="training_add"),
    path("posts/<int:pk>/", entries.edit, POST, name="post"),
    path("posts/<int:pk>/remove/", entries.remove, POST, name="post_remove"),
    path("trainings/<int:pk>/", entries.edit, TRAINING, name="training"),
    path("trainings/<int:pk>/remove/", entries.remove, TRAINING, name="training_remove"),
]
