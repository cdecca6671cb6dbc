import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainportal.settings")
application = get_wsgi_application()
# What is loaded by now stays: no full collection looks through it in the middle of a request.
gc.collect()
gc.freeze()
