"""The two worlds of the permission matrix."""

import pytest
from django.db import transaction
from django.template.base import Template
from django.test import override_settings
from django.test.utils import _TestState

from tests.architecture.access import world


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker, tmp_path_factory):
    """Our organisations and the foreign ones, made once, taken back at the end."""
    drawn = Template._render
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            made = world.build()
            Template._render = _TestState.saved_data.template_render  # no copies of contexts
            yield made
        transaction.set_rollback(True)
    Template._render = drawn
