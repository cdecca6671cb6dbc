"""Signing in, staying in, and being out at once."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import joining, operations
from accounts.choices import Role
from accounts.middleware import MEMBER
from accounts.models import Member
from tests.factories.accounts import acting, actor

PASSWORD = "correct horse battery"
LOGIN = "/account/login/"


@pytest.fixture
def li(cast):
    cast.li.user.set_password(PASSWORD)
    cast.li.user.save()
    return cast.li


def attempt(client, name, password=PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def test_the_right_password_leads_home(client, li):
    assert attempt(client, li.user.username).url == reverse("home")


def test_an_unknown_name_is_answered_like_a_wrong_password(client, li):
    unknown = attempt(client, "nobody", "wrong")
    known = attempt(client, li.user.username, "wrong")
    assert unknown.context["form"].errors == known.context["form"].errors
    assert unknown.status_code == known.status_code == 200


def test_after_too_many_wrong_passwords_the_right_one_is_refused_too(client, li):
    for _wrong in range(6):
        attempt(client, li.user.username, "wrong")
    answer = attempt(client, li.user.username)
    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_the_sign_up_page_says_that_it_is_closed(client, db):
    answer = client.get("/account/signup/")
    assert answer.status_code == 200
    assert "account/signup_closed.html" in [t.name for t in answer.templates]
    client.post("/account/signup/", {"username": "x", "password1": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_carries_no_script_of_others_and_no_inline_style(client, db):
    answer = client.get(LOGIN)
    assert "style=" not in answer.text
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_ending_a_membership_takes_effect_with_the_next_request(as_, cast):
    second = actor(cast.north, Role.MANAGER)
    client = as_(second)
    assert client.get(reverse("accounts:member_list")).status_code == 200
    operations.set_member_active(actor=cast.li, member=second.member, active=False)
    assert client.get(reverse("accounts:member_list")).status_code == 403


def test_a_changed_role_takes_effect_with_the_next_request(as_, cast):
    second = actor(cast.north, Role.MANAGER)
    client = as_(second)
    assert client.get(reverse("accounts:invite")).status_code == 200
    operations.set_role(actor=cast.li, member=second.member, role=Role.VIEWER)
    assert client.get(reverse("accounts:invite")).status_code == 403


def test_a_closed_organisation_is_closed_with_the_next_request(as_, cast):
    client = as_(cast.li)
    operations.set_organisation_active(actor=cast.zhou, organisation=cast.north, active=False)
    assert client.get(reverse("accounts:trainee_list")).status_code == 403


def test_a_disabled_user_is_out_with_the_next_request(as_, cast):
    client = as_(cast.li)
    cast.li.user.is_active = False
    cast.li.user.save()
    assert client.get(reverse("accounts:trainee_list")).status_code == 302


def test_one_switches_only_to_a_role_of_ones_own(as_, cast):
    other = acting(cast.li.user, cast.school, Role.TEACHER)
    client = as_(cast.li)
    client.post(reverse("accounts:switch"), {"member": cast.stranger.member.pk})
    assert client.session[MEMBER] == cast.li.member.pk
    client.post(reverse("accounts:switch"), {"member": other.member.pk})
    assert client.get(reverse("accounts:profile")).wsgi_request.actor == other


def test_staff_set_up_the_second_factor_first_where_it_is_required(as_, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = as_(cast.li).get(reverse("accounts:trainee_list"))
    assert answer.url == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=cast.li.user, type="totp", data={})
    assert as_(cast.li).get(reverse("accounts:trainee_list")).status_code == 200


def test_a_trainee_needs_no_second_factor(as_, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert as_(actor(cast.north, Role.TRAINEE)).get(reverse("accounts:profile")).status_code == 200


def test_a_new_password_link_opens_once(client, cast, li):
    address = joining.new_password_path(li.user)
    page = client.get(address, follow=True)
    new = "another horse battery"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    li.user.refresh_from_db()
    assert li.user.check_password(new)
    assert client.get(address, follow=True).context["token_fail"]


def test_the_new_password_page_shows_the_link_to_those_who_may_make_it(as_, cast):
    address = reverse("accounts:member_password", args=[cast.li.member.pk])
    shown = as_(cast.zhou).post(address)
    assert "/account/password/reset/key/" in shown.context["link"]
    assert as_(cast.wang).post(address).status_code == 404
    assert as_(cast.viewer).post(address).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/account/logout/",
        "/account/password/change/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/email/",
        "/account/inactive/",
    ],
)
def test_every_page_of_the_account_answers_in_both_languages(client, li, path):
    attempt(client, li.user.username)
    for language in ("zh-hans", "en"):
        answer = client.get(path, headers={"accept-language": language}, follow=True)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1


def test_the_other_sessions_are_ended(client, li):
    other = client.__class__()
    attempt(client, li.user.username)
    attempt(other, li.user.username)
    for one in (client, other):
        one.get(reverse("accounts:profile"))
    client.post("/account/sessions/")
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_somebody_without_any_role_is_told_so(client, cast, li):
    attempt(client, li.user.username)
    Member.objects.filter(user=li.user).update(active=False)
    answer = client.get(reverse("accounts:profile"))
    assert answer.status_code == 403
    assert "accounts/no_membership.html" in [t.name for t in answer.templates]
