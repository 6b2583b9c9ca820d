"""Signing in, a new password, two steps."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from e2e.pages.state import State, asked_for_a_code, at, just_confirmed, person
from practice.models import User

_TWO_STEPS = "owen.tully"


def prepare() -> None:
    """Let one person of the demo firm sign in in two steps."""
    user = person(_TWO_STEPS)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def _new_password() -> str:
    user: User = person("solicitor")
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


STATES = {
    "account_login": [
        State("sign in", "", at("account_login")),
        State("nothing typed", "", at("account_login"), press="Sign in", status=422),
    ],
    "account_logout": [State("leaving", "solicitor", at("account_logout"))],
    "account_reset_password": [
        State("asking for a link", "", at("account_reset_password")),
        State("no address", "", at("account_reset_password"), press="Send me the link", status=422),
    ],
    "account_reset_password_done": [State("the link is on its way", "", at("account_reset_password_done"))],
    "account_reset_password_from_key": [
        State("an old link", "", at("account_reset_password_from_key", "1", "a-b")),
        State("a new password", "", _new_password),
        State("nothing typed", "", _new_password, press="Save the new password", status=422),
    ],
    "account_reset_password_from_key_done": [State("changed", "", at("account_reset_password_from_key_done"))],
    "account_reauthenticate": [State("once more", "solicitor", at("account_reauthenticate"))],
    "mfa_authenticate": [
        State("six figures", _TWO_STEPS, at("mfa_authenticate"), enters=asked_for_a_code),
        State("no figures", _TWO_STEPS, at("mfa_authenticate"), "Sign in", 422, enters=asked_for_a_code),
    ],
    "mfa_reauthenticate": [State("a code instead", _TWO_STEPS, at("mfa_reauthenticate"))],
    "mfa_index": [State("off", "solicitor", at("mfa_index")), State("on", _TWO_STEPS, at("mfa_index"))],
    "mfa_activate_totp": [State("switching on", "solicitor", at("mfa_activate_totp"), enters=just_confirmed)],
    "mfa_deactivate_totp": [State("switching off", _TWO_STEPS, at("mfa_deactivate_totp"), enters=just_confirmed)],
    "mfa_view_recovery_codes": [State("codes", _TWO_STEPS, at("mfa_view_recovery_codes"), enters=just_confirmed)],
    "mfa_generate_recovery_codes": [
        State("new codes", _TWO_STEPS, at("mfa_generate_recovery_codes"), enters=just_confirmed)
    ],
}
