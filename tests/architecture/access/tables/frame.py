"""What belongs to no app: health, the API's description, languages, the sign-in of allauth."""

from tests.architecture.access.words import EVERYBODY, page, public, read

SIGN_IN = "the sign-in itself: who is not yet known has to reach it"
# Each address that answers without signing in stands here or in `accounts.py`, with its reason.
ROUTES = {
    "live": public("the machine in front asks whether the process answers"),
    "ready": public("operators ask whether it can work"),
    "set_language": public("changes nothing but a cookie", post=True),
    "openapi": public("the description of the API holds no data"),
    "api-docs": public("the description of the API holds no data"),
    "account_login": public(SIGN_IN, post=True),
    "account_signup": public(SIGN_IN, post=True, via="account_login"),
    "account_inactive": public(SIGN_IN, via="account_login"),
    "account_logout": public(SIGN_IN, post=True, via="account_login"),
    "account_email_verification_sent": public(SIGN_IN, via="account_login"),
    "account_confirm_email": public(SIGN_IN, absent=True, via="account_login", key="unknown-key"),
    "account_confirm_login_code": public(SIGN_IN, post=True, absent=True, via="account_login"),
    "account_reset_password": public(SIGN_IN, post=True, via="account_login"),
    "account_reset_password_done": public(SIGN_IN, via="account_login"),
    "account_reset_password_from_key": public(
        SIGN_IN, post=True, via="account_login", uidb36="1", key="no"
    ),
    "account_reset_password_from_key_done": public(SIGN_IN, via="account_login"),
    "mfa_authenticate": public(SIGN_IN, post=True, absent=True, via="account_login"),
    "account_reauthenticate": page(EVERYBODY),
    "account_email": page(EVERYBODY),
    "account_change_password": page(EVERYBODY),
    "account_set_password": page(EVERYBODY),
    "mfa_index": read(EVERYBODY),
    "mfa_reauthenticate": page(EVERYBODY),
    "mfa_activate_totp": page(EVERYBODY),
    "mfa_deactivate_totp": page(EVERYBODY, absent=True),
    "mfa_view_recovery_codes": read(EVERYBODY, absent=True),
    "mfa_generate_recovery_codes": page(EVERYBODY),
    "mfa_download_recovery_codes": read(EVERYBODY, absent=True),
    "usersessions_list": page(EVERYBODY),
    "core:gallery": read(EVERYBODY),
    "core:gallery-page": read(EVERYBODY, name="confirm"),
}
