from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.tokens import hash_of


@pytest.fixture
def calling():
    """A client with a token of one of the cast."""

    def start(who, *scopes):
        ApiToken.objects.create(
            organisation=who.organisation,
            member=who.member,
            name="t",
            key_hash=hash_of(f"key{who.member.pk}"),
            scopes=scopes or ["programs:read", "programs:write"],
            expires_at=timezone.now() + timedelta(days=1),
        )
        return Client(headers={"Authorization": f"Bearer key{who.member.pk}"})

    return start
