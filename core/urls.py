from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("gallery/", views.gallery_page, name="gallery"),
    path("gallery/<slug:name>/", views.gallery_whole_page, name="gallery-page"),
]
