"""Signing in: from the first credentials to the tokens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.auth_flows import check_flow, refreshes
from aws_stand_in.overlays.cognito.challenges import SOFTWARE_TOKEN, Challenges
from aws_stand_in.overlays.cognito.choice_sign_in import CODES, SELECT, ChoiceSignIn, available_challenges
from aws_stand_in.overlays.cognito.custom_sign_in import CustomSignIn
from aws_stand_in.overlays.cognito.device_sign_in import DeviceSignIn
from aws_stand_in.overlays.cognito.devices import DeviceStore, lets_devices_replace_factors, tracks_devices
from aws_stand_in.overlays.cognito.errors import (
    invalid_parameter,
    not_authorized,
    required,
    wrong_password,
)
from aws_stand_in.overlays.cognito.lock_out import LockOut
from aws_stand_in.overlays.cognito.sign_in_attempt import SignInAttempt, attempt_of
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers
from aws_stand_in.overlays.cognito.srp_sign_in import SrpSignIn
from aws_stand_in.overlays.cognito.tokens import TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_ANSWERS = {"PASSWORD": "PASSWORD", "PASSWORD_SRP": "SRP_A"}
"""The parameters with which passwords are sent or proven."""
_STEP_UP = {"ACCESS_TOKEN", "TARGET_ACR_VALUES", "MAX_AGE"}
_Answer = Callable[[SignInAttempt, str], dict[str, Any]]


class SignInOverlay:
    """Answers InitiateAuth and RespondToAuthChallenge.

    Args:
        tokens: Issues the tokens.
        challenges: What is asked after the password.
        devices: Keeps the devices that users sign in with.
        choice: Offers the challenges of choice-based sign-in.
        triggers: The functions that are called before and after.
        clock: Epoch seconds.
    """

    def __init__(  # noqa: PLR0913 - the parts of a sign-in
        self,
        *,
        tokens: TokenStore,
        challenges: Challenges,
        devices: DeviceStore,
        choice: ChoiceSignIn,
        triggers: SignInTriggers,
        clock: Callable[[], float],
    ) -> None:
        self._tokens = tokens
        self._challenges = challenges
        self._devices = devices
        self._choice = choice
        self._triggers = triggers
        self._custom = CustomSignIn(triggers, clock)
        self._device_sign_in = DeviceSignIn(devices, clock)
        self._lock_out = LockOut(clock)
        self._srp = SrpSignIn(clock)
        self._beginnings: Mapping[str, _Answer] = {
            "USER_SRP_AUTH": self._begin_srp,
            "CUSTOM_AUTH": self._begin_custom,
            "USER_AUTH": self._begin_choice,
        }
        self._answers: Mapping[str, _Answer] = {
            "PASSWORD_VERIFIER": self._take_proof,
            "CUSTOM_CHALLENGE": self._take_custom_answer,
            "SELECT_CHALLENGE": self._take_choice,
            "PASSWORD": self._take_chosen_challenge,
            "PASSWORD_SRP": self._take_chosen_challenge,
            "EMAIL_OTP": self._take_code,
            "SMS_OTP": self._take_code,
            "DEVICE_SRP_AUTH": self._take_device,
            "DEVICE_PASSWORD_VERIFIER": self._take_proof_of_device,
        }

    def forget(self, account_id: str) -> None:
        """Drop what is kept of an account: challenges and counts of failures."""
        self._challenges.forget(account_id)
        self._lock_out.forget(account_id)
        self._srp.forget(account_id)
        self._custom.forget(account_id)
        self._device_sign_in.forget(account_id)
        self._choice.forget(account_id)

    def initiate(self, request: AwsRequest, flows: Sequence[str]) -> dict[str, Any]:
        """Begin to sign in, or refresh.

        Args:
            request: InitiateAuth or AdminInitiateAuth.
            flows: The flows that the operation serves.
        """
        attempt = attempt_of(request)
        flow = attempt.given["AuthFlow"]
        check_flow(attempt.client, flow, flows)
        if refreshes(flow):
            return _final_response(self._refresh(attempt))
        return self._beginnings.get(flow, self._begin_with_password)(attempt, attempt.username())

    def respond(self, request: AwsRequest) -> dict[str, Any]:
        """Take the answer to a challenge."""
        attempt = attempt_of(request)
        answer = self._answers.get(attempt.given["ChallengeName"], self._take_other_answer)
        return answer(attempt, attempt.username())

    def check_password(self, client: AppClient, username: str, password: str) -> "CognitoIdpUser | str":
        """Return the user who signs in on a page, or the session in which it has to send a one-time password.

        Raises:
            AwsError: The user is unknown, locked out or may not sign in, or the password is wrong.
            NotImitatedError: The user has to meet another challenge.
        """
        attempt = SignInAttempt(client, {})
        user = self._authenticate(attempt, username, password)
        challenge = self._challenges.next_challenge(client, user)
        if challenge is None:
            self._triggers.after(client, user, {}, new_device=False)
            return user
        if challenge["ChallengeName"] != SOFTWARE_TOKEN:
            raise NotImitatedError(f"the challenge {challenge['ChallengeName']} on a page")
        return str(challenge["Session"])

    def check_one_time_password(self, client: AppClient, session: str, code: str) -> "CognitoIdpUser":
        """Return the user who sends a one-time password on a page.

        Raises:
            AwsError: The session is unknown or has expired, the user may not sign in, or the one-time password is wrong.
        """
        user = self._challenges.accept_one_time_password(client, session, code)
        _check_may_sign_in(user)
        self._triggers.after(client, user, {}, new_device=False)
        return user

    def check_device(self, client: AppClient, refresh_token: str, device_key: str | None) -> None:
        """Check that a refresh token is used on the device that it was issued to, once that is confirmed.

        Raises:
            AwsError: NotAuthorizedException for the key of another device, or without one, or for a token that does not count.
        """
        sign_in = self._tokens.valid_grant(refresh_token, client).sign_in
        user = client.find_user(sign_in.user_id)
        if user is None or sign_in.device_key in (None, device_key):
            return
        if self._devices.find(client.location, user, sign_in.device_key):
            raise not_authorized("Invalid Refresh Token.")

    # ------------------------------------------------------------------------------------- beginnings

    def _begin_with_password(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        user = self._authenticate(attempt, username, required(attempt.answers, "PASSWORD"))
        return self._after_password(attempt, user)

    def _begin_srp(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        return self._ask_for_proof(attempt, username, self._run_pre_authentication(attempt, username))

    def _begin_custom(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        user = self._run_pre_authentication(attempt, username)
        if "SRP_A" not in attempt.answers:
            step = self._custom.begin(attempt.client, user, username, attempt.metadata)
            return self._after_custom_step(attempt, step)
        session = self._custom.begin_with_password(attempt.client, user, username, attempt.metadata)
        return {**self._ask_for_proof(attempt, username, user, session), "Session": session}

    def _begin_choice(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        if _STEP_UP & set(attempt.answers):
            raise NotImitatedError("step-up authentication")
        if attempt.session:
            raise NotImitatedError("a sign-in with the session of ConfirmSignUp")
        user = self._run_pre_authentication(attempt, username)
        available = self._available(attempt.client, user)
        wanted = attempt.answers.get("PREFERRED_CHALLENGE")
        if wanted in available:
            return self._continue_with_choice(attempt, username, wanted)
        return self._choice.offer(attempt.client, user.username if user else username, available)

    def _ask_for_proof(
        self, attempt: SignInAttempt, username: str, user: "CognitoIdpUser | None", session: str = ""
    ) -> dict[str, Any]:
        client_public = required(attempt.answers, "SRP_A")
        if user is not None:
            _check_may_sign_in(user)
        return self._srp.challenge(attempt.client, user, username, client_public, session=session)

    def _refresh(self, attempt: SignInAttempt) -> dict[str, Any]:
        client, authentication = attempt.client, attempt.answers
        if client.rotates_refresh_tokens:
            raise invalid_parameter(
                "REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled."
            )
        refresh_token = required(authentication, "REFRESH_TOKEN")
        user = client.find_user(self._tokens.valid_grant(refresh_token, client).sign_in.user_id)
        if user is not None:
            client.check_secret_hash(user.username, authentication.get("SECRET_HASH"))
        self.check_device(client, refresh_token, attempt.device_key)
        return self._tokens.refresh(refresh_token, client, attempt.metadata)

    # ------------------------------------------------------------------------------------- answers

    def _take_proof(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        client = attempt.client
        user = client.find_user(username)
        is_right = self._srp.is_answered(client, user, attempt.session, attempt.answers)
        proven = self._check_password(client, user, is_right=is_right)
        if attempt.session:
            step = self._custom.password_is_right(client, attempt.session, attempt.metadata)
            return self._after_custom_step(attempt, step)
        return self._after_password(attempt, proven)

    def _take_custom_answer(self, attempt: SignInAttempt, _: str) -> dict[str, Any]:
        answer = required(attempt.answers, "ANSWER")
        step = self._custom.answer(attempt.client, attempt.session, answer, attempt.metadata)
        return self._after_custom_step(attempt, step)

    def _take_choice(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        client, user = attempt.client, attempt.client.find_user(username)
        self._choice.take(client, user.username if user else username, SELECT, attempt.session)
        wanted = required(attempt.answers, "ANSWER")
        if wanted not in self._available(client, user):
            raise invalid_parameter(f"{wanted} is not one of the available challenges.")
        return self._continue_with_choice(attempt, username, wanted)

    def _take_chosen_challenge(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        name = attempt.given["ChallengeName"]
        required(attempt.answers, _ANSWERS[name])
        user = attempt.client.find_user(username)
        self._choice.take(attempt.client, user.username if user else username, name, attempt.session)
        return self._continue_with_choice(attempt, username, name)

    def _take_code(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        client, name = attempt.client, attempt.given["ChallengeName"]
        code = required(attempt.answers, f"{name}_CODE")
        user = client.find_user(username)
        self._choice.redeem(client, user.username if user else username, name, attempt.session, code=code)
        return self._after_factors(attempt, self._require_user(client, username))

    def _take_device(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        user = self._require_user(attempt.client, username)
        return self._device_sign_in.challenge(attempt.client, user, attempt.session, attempt.answers)

    def _take_proof_of_device(self, attempt: SignInAttempt, username: str) -> dict[str, Any]:
        user = self._require_user(attempt.client, username)
        self._device_sign_in.check_proof(attempt.client, user, attempt.answers)
        return self._complete_sign_in(attempt, user)

    def _take_other_answer(self, attempt: SignInAttempt, _: str) -> dict[str, Any]:
        result = self._challenges.answer_challenge(
            attempt.client, attempt.given["ChallengeName"], attempt.session, attempt.answers
        )
        return result if isinstance(result, dict) else self._after_factors(attempt, result)

    # ------------------------------------------------------------------------------------- what comes next

    def _available(self, client: AppClient, user: "CognitoIdpUser | None") -> list[str]:
        if user is not None:
            _check_may_sign_in(user)
        has_second_factor = user is not None and self._challenges.has_second_factor(client, user)
        return available_challenges(client, user, has_second_factor=has_second_factor)

    def _continue_with_choice(self, attempt: SignInAttempt, username: str, challenge: str) -> dict[str, Any]:
        """Continue with the chosen challenge, the response to which may have come with the choice."""
        client, user = attempt.client, attempt.client.find_user(username)
        name = user.username if user else username
        if challenge in CODES:
            return self._choice.send_code(client, user, name, challenge, metadata=attempt.metadata)
        if _ANSWERS[challenge] not in attempt.answers:
            return self._choice.ask(client, name, challenge)
        if challenge == "PASSWORD_SRP":
            return self._ask_for_proof(attempt, username, user)
        is_right = user is not None and user.password == attempt.answers["PASSWORD"]
        return self._after_password(attempt, self._check_password(client, user, is_right=is_right))

    def _run_pre_authentication(self, attempt: SignInAttempt, username: str) -> "CognitoIdpUser | None":
        """Find the user who signs in, and run the trigger of pre-authentication, which may refuse."""
        user = attempt.client.find_user_to_sign_in(username)
        self._triggers.before(attempt.client, user, username, attempt.metadata)
        return user

    def _authenticate(self, attempt: SignInAttempt, username: str, password: str) -> "CognitoIdpUser":
        """Return the user who signs in with a password; one who is not in the pool yet may be brought there by a function."""
        if attempt.client.find_user(username) is None:
            self._triggers.migrate(attempt.client, username, password, attempt.metadata)
        user = self._run_pre_authentication(attempt, username)
        is_right = user is not None and user.password == password
        return self._check_password(attempt.client, user, is_right=is_right)

    def _check_password(
        self, client: AppClient, user: "CognitoIdpUser | None", *, is_right: bool
    ) -> "CognitoIdpUser":
        if user is None:
            raise wrong_password()
        attempts = (client.location.account_id, client.pool.id, user.id)
        if self._lock_out.is_locked(*attempts):
            raise not_authorized("Password attempts exceeded")
        if not is_right:
            self._lock_out.failed(*attempts)
            raise wrong_password()
        self._lock_out.succeeded(*attempts)
        _check_may_sign_in(user)
        return user

    def _require_user(self, client: AppClient, username: str) -> "CognitoIdpUser":
        user = client.find_user(username)
        if user is None:
            raise wrong_password()
        return user

    def _after_password(self, attempt: SignInAttempt, user: "CognitoIdpUser") -> dict[str, Any]:
        device = self._device_sign_in.remembered(attempt.client, user, attempt.device_key)
        replaces_factor = device is not None and lets_devices_replace_factors(attempt.client.location)
        next_challenge = self._challenges.new_password if replaces_factor else self._challenges.next_challenge
        return next_challenge(attempt.client, user) or self._after_factors(attempt, user)

    def _after_custom_step(
        self, attempt: SignInAttempt, step: "dict[str, Any] | CognitoIdpUser"
    ) -> dict[str, Any]:
        return step if isinstance(step, dict) else self._after_factors(attempt, step)

    def _after_factors(self, attempt: SignInAttempt, user: "CognitoIdpUser") -> dict[str, Any]:
        device = self._device_sign_in.remembered(attempt.client, user, attempt.device_key)
        if device is not None:
            return self._device_sign_in.ask(attempt.client, user, device)
        return self._complete_sign_in(attempt, user)

    def _complete_sign_in(self, attempt: SignInAttempt, user: "CognitoIdpUser") -> dict[str, Any]:
        _check_may_sign_in(user)
        client, location = attempt.client, attempt.client.location
        known = self._device_sign_in.known(client, user, attempt.device_key)
        new = self._devices.name_new(location, user) if known is None and tracks_devices(location) else None
        self._triggers.after(client, user, attempt.metadata, new_device=new is not None)
        if known:
            self._devices.signed_in(known)
        name = known.name if known else new
        result = self._tokens.issue(
            client, user, replace(attempt.occasion, device_key=name.key if name else None)
        )
        if new:
            result["NewDeviceMetadata"] = new.metadata()
        return _final_response(result)


def _final_response(tokens: dict[str, Any]) -> dict[str, Any]:
    """Return the response after which no challenge is left, whose parameters are empty then.

    Source: moto's tests that are verified on AWS, tests/test_cognitoidp/test_cognitoidp.py,
    `test_initiate_mfa_auth_USER_PASSWORD_AUTH_with_FORCE_CHANGE_PASSWORD_status`.
    """
    return {"AuthenticationResult": tokens, "ChallengeParameters": {}}


def _check_may_sign_in(user: "CognitoIdpUser") -> None:
    if not user.enabled:
        raise not_authorized("User is disabled.")
    if user.status == "UNCONFIRMED":
        raise AwsError("UserNotConfirmedException", "User is not confirmed.")
    if user.status == "RESET_REQUIRED":
        raise AwsError("PasswordResetRequiredException", "Password reset required for the user")
