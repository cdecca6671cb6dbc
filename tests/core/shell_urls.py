"""Addresses for tests of the frame, so that they do not depend on what other apps offer."""

from django.http import HttpResponse
from django.urls import include, path


def page(request, pk=0):
    return HttpResponse()


search = ([path("search/", page, name="search")], "insights")
urlpatterns = [
    path("", page, name="home"),
    path("other/", page, name="other"),
    path("panel/<int:pk>/", page, name="panel"),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("core.urls")),
    path("", include(search)),
]
