from django.urls import path

from portfolios import views

app_name = "portfolios"
urlpatterns = [
    path("", views.own, name="own"),
    path("<int:pk>/", views.record, name="record"),
    path("<int:pk>/panel/", views.record_panel, name="record_panel"),
]
