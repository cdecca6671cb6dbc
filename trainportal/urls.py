from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from insights.views import home
from trainportal import health
from trainportal.api import API

admin.site.login = secure_admin_login(admin.site.login)
# These tables of the libraries hold rows of every organisation, some of them secrets.
admin.site.unregister((Group, EmailAddress, Authenticator, UserSession))

urlpatterns = [
    path("", home, name="home"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("account/", include("allauth.urls")),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include((API.urls, "api"))),
    path("api/v1/openapi.yaml", SpectacularAPIView.as_view(), name="openapi"),
    path("api/", SpectacularSwaggerSplitView.as_view(url_name="openapi"), name="api-docs"),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("resources/", include("resources.urls")),
    path("surveys/", include("surveys.urls")),
    path("programs/", include("programs.urls")),
    path("learning/", include("learning.urls")),
    path("evaluation/", include("evaluation.urls")),
    path("partnership/", include("partnership.urls")),
    path("portfolios/", include("portfolios.urls")),
    path("matching/", include("matching.urls")),
    path("intake/", include("intake.urls")),
    path("", include("insights.urls")),
]
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.broken"
