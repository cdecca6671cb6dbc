from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("statistics/", views.statistics, name="statistics"),
]
