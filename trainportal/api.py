"""All API routes: each app registers its viewsets on one router in its `api.py`."""

from importlib import import_module

from django.conf import settings
from django.utils.module_loading import module_has_submodule
from rest_framework.routers import SimpleRouter

API = SimpleRouter(trailing_slash=False)
for app in settings.OUR_APPS:
    package = import_module(app)
    if app not in {"core", "trainportal"} and module_has_submodule(package, "api"):
        for prefix, viewset in import_module(f"{app}.api").ROUTES:
            API.register(f"{app}/{prefix}", viewset, basename=f"{app}-{prefix}")
