"""Signing in with a remembered device: the challenges `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER`.

Source: Amazon Cognito Developer Guide, "Working with user devices in your user pool", "Signing in with a device".
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito import srp
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.devices import Device, DeviceStore, no_device, tracks_devices
from aws_stand_in.overlays.cognito.errors import expired_session, required, unknown_session, wrong_password
from aws_stand_in.overlays.cognito.srp_sign_in import SentChallenge, proof_is_right, srp_challenge

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_Attempt = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    session: str
    expires_at: float


class DeviceSignIn:
    """Asks devices for a proof of their passwords, after users have met all other challenges.

    Args:
        devices: Keeps the devices.
        clock: Epoch seconds.
    """

    def __init__(self, devices: DeviceStore, clock: Callable[[], float]) -> None:
        self._devices = devices
        self._clock = clock
        self._asked: dict[str, dict[_Attempt, _Asked]] = defaultdict(dict)
        self._challenges: dict[str, dict[str, SentChallenge]] = defaultdict(dict)

    def remembered(self, client: AppClient, user: "CognitoIdpUser", key: str | None) -> Device | None:
        """Return the device with which a user signs in, if the pool keeps track of devices and this one is remembered.

        Raises:
            AwsError: ResourceNotFoundException for a key that no device of the user has.
        """
        device = self.known(client, user, key)
        return device if device and device.is_remembered else None

    def known(self, client: AppClient, user: "CognitoIdpUser", key: str | None) -> Device | None:
        """Return the device with which a user signs in, if the pool keeps track of devices.

        Raises:
            AwsError: ResourceNotFoundException for a key that no device of the user has.
        """
        if not key or not tracks_devices(client.location):
            return None
        return self._devices.get(client.location, user, key)

    def ask(self, client: AppClient, user: "CognitoIdpUser", device: Device) -> dict[str, Any]:
        """Return the challenge DEVICE_SRP_AUTH for a user who has met all others."""
        asked = _Asked(secrets.token_urlsafe(64), self._clock() + client.session_seconds)
        self._asked[client.location.account_id][_attempt(client, user, device.name.key)] = asked
        return {"ChallengeName": "DEVICE_SRP_AUTH", "ChallengeParameters": {}, "Session": asked.session}

    def challenge(
        self, client: AppClient, user: "CognitoIdpUser", session: str, responses: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the challenge DEVICE_PASSWORD_VERIFIER for the answer to DEVICE_SRP_AUTH, with or without its session.

        Raises:
            AwsError: NotAuthorizedException for a user who has not met all other challenges, or has for another device.
        """
        key = required(responses, "DEVICE_KEY")
        asked = self._asked[client.location.account_id].pop(_attempt(client, user, key), None)
        if asked is None or self._clock() >= asked.expires_at or session not in ("", asked.session):
            raise unknown_session()
        device = self._devices.get(client.location, user, key)
        name, secret = device.name, device.secret
        challenge, parameters = srp_challenge(
            lambda client_public: srp.challenge_by_verifier(
                name.group_key, name.key, secret.verifier, client_public, secret.salt
            ),
            required(responses, "SRP_A"),
        )
        sent = SentChallenge(challenge, client.id, self._clock() + client.session_seconds)
        self._challenges[client.location.account_id][challenge.secret_block] = sent
        return {
            "ChallengeName": "DEVICE_PASSWORD_VERIFIER",
            "ChallengeParameters": {**parameters, "DEVICE_KEY": name.key, "USERNAME": user.username},
        }

    def check_proof(self, client: AppClient, user: "CognitoIdpUser", responses: Mapping[str, str]) -> None:
        """Check that the responses prove that the sender has the password of the user's device. Each challenge counts once.

        Raises:
            AwsError: NotAuthorizedException if they do not, or come too late.
        """
        key, block = required(responses, "DEVICE_KEY"), required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
        sent = self._challenges[client.location.account_id].pop(block, None)
        if self._devices.find(client.location, user, key) is None:
            raise no_device()
        is_proven = proof_is_right(sent.challenge if sent else None, responses)
        if sent is None or (sent.client_id, sent.challenge.user_id) != (client.id, key) or not is_proven:
            raise wrong_password()
        if self._clock() >= sent.expires_at:
            raise expired_session()

    def forget(self, account_id: str) -> None:
        """Drop the challenges of an account."""
        self._asked.pop(account_id, None)
        self._challenges.pop(account_id, None)


def _attempt(client: AppClient, user: "CognitoIdpUser", key: str) -> _Attempt:
    return (client.id, user.id, key)
