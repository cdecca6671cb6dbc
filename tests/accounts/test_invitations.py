"""The way in: an invitation opens the door once, to one person."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import joining, operations
from accounts.access import Denied
from accounts.choices import Role
from accounts.models import Invitation, Member, User
from tests.factories.accounts import UserFactory

FORM = {"username": "10283741", "name": "许家豪", "password": "correct horse battery"}


@pytest.fixture
def link(cast):
    operations.invite(
        actor=cast.li, organisation=cast.north, name="许家豪", role=Role.VIEWER, token="a-token"
    )
    return reverse("accounts:invitation", args=["a-token"])


def test_a_person_joins_with_a_name_and_a_password_and_is_signed_in(client, cast, link):
    answer = client.post(link, FORM, follow=True)
    assert answer.status_code == 200
    member = Member.objects.get(user__username="10283741")
    assert (member.organisation, member.role) == (cast.north, Role.VIEWER)
    assert answer.wsgi_request.actor.member == member


def test_the_token_itself_is_not_stored(cast, link):
    assert "a-token" not in str(list(Invitation.objects.values()))


def test_a_link_opens_once(client, cast, link):
    client.post(link, FORM)
    client.logout()
    assert client.get(link).status_code == 410
    assert client.post(link, FORM | {"username": "other"}).status_code == 410


def test_a_link_is_over_after_seven_days(client, cast, link):
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert client.get(link).status_code == 410


def test_a_withdrawn_link_opens_nothing(client, cast, link):
    operations.withdraw_invitation(actor=cast.li, invitation=Invitation.objects.get())
    assert client.get(link).status_code == 410


def test_an_unknown_link_answers_like_one_that_is_over(client, cast, link):
    Invitation.objects.update(accepted_at=timezone.now())
    over = client.get(link)
    unknown = client.get(reverse("accounts:invitation", args=["never-made"]))
    assert (over.status_code, unknown.status_code) == (410, 410)
    assert over.templates[0].name == unknown.templates[0].name == "accounts/invitation_over.html"


def test_two_at_once_get_one_membership(cast, link):
    invitation = joining.invitation_of("a-token")
    joining.accept(invitation, UserFactory())
    with pytest.raises(joining.NotValid):
        joining.accept(invitation, UserFactory())


def test_somebody_who_is_signed_in_just_gets_the_role(as_, cast, link):
    answer = as_(cast.he).post(link, follow=True)
    assert answer.wsgi_request.actor.organisation == cast.north
    assert Member.objects.filter(user=cast.he.user).count() == 2


@pytest.mark.parametrize("bad", [{"password": "12345"}, {"username": ""}])
def test_a_faulty_form_keeps_what_was_typed_and_makes_no_account(client, cast, link, bad):
    answer = client.post(link, FORM | bad)
    assert answer.status_code == 200
    assert 'value="许家豪"' in answer.text
    assert not User.objects.filter(name="许家豪").exists()


def test_a_taken_sign_in_name_is_refused_whatever_its_capitals(client, cast, link):
    UserFactory(username="ZHOU")
    answer = client.post(link, FORM | {"username": "zhou"})
    assert answer.context["form"].errors["username"]
    assert joining.invitation_of("a-token")


def test_the_page_shows_the_link_once_and_mails_it(as_, cast):
    values = {
        "organisation": cast.north.pk,
        "name": "许家豪",
        "role": Role.VIEWER,
        "email": "xu@example.com",
    }
    answer = as_(cast.li).post(reverse("accounts:invite"), values)
    link = answer.context["link"]
    assert link in answer.text
    assert link in mail.outbox[0].body
    assert client_can_open(link)


def client_can_open(link: str) -> bool:
    return joining.invitation_of(link.rstrip("/").rpartition("/")[2]) is not None


def test_nobody_invites_into_an_organisation_that_is_not_his(as_, cast):
    with pytest.raises(Denied):
        operations.invite(
            actor=cast.li, organisation=cast.south, name="x", role=Role.MANAGER, token="t"
        )
    values = {"organisation": cast.south.pk, "name": "x", "role": Role.MANAGER}
    foreign = as_(cast.li).post(reverse("accounts:invite"), values)
    nowhere = as_(cast.li).post(reverse("accounts:invite"), values | {"organisation": 10**6})
    assert foreign.context["form"].errors == nowhere.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_foreign_invitation_cannot_be_withdrawn(as_, cast, link):
    address = reverse("accounts:invitation_withdraw", args=[Invitation.objects.get().pk])
    assert as_(cast.wang).post(address).status_code == 404
    assert as_(cast.viewer).post(address).status_code == 302
    assert Invitation.objects.get().withdrawn_at is None
