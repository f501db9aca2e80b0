"""One step of a sign-in: the request with which a client begins, or answers a challenge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.administration import own_pool
from aws_stand_in.overlays.cognito.app_client import AppClient, find_app_client
from aws_stand_in.overlays.cognito.errors import required
from aws_stand_in.overlays.cognito.tokens import Occasion


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """A step of a sign-in.

    Attributes:
        client: The app client.
        given: The parameters of the request; none for a page.
    """

    client: AppClient
    given: Mapping[str, Any]

    @property
    def answers(self) -> Mapping[str, str]:
        """The AuthParameters or ChallengeResponses."""
        answers: Mapping[str, str] = (
            self.given.get("AuthParameters") or self.given.get("ChallengeResponses") or {}
        )
        return answers

    @property
    def session(self) -> str:
        """The Session, empty without one."""
        return str(self.given.get("Session") or "")

    @property
    def metadata(self) -> Mapping[str, str]:
        """The ClientMetadata."""
        metadata: Mapping[str, str] = self.given.get("ClientMetadata") or {}
        return metadata

    @property
    def device_key(self) -> str | None:
        """The key of the device, None without one."""
        return self.answers.get("DEVICE_KEY") or None

    @property
    def occasion(self) -> Occasion:
        """Why tokens are generated."""
        new_password = self.given.get("ChallengeName") == "NEW_PASSWORD_REQUIRED"
        return Occasion("NewPasswordChallenge" if new_password else "Authentication", self.metadata)

    def username(self) -> str:
        """Return the name of the user, after the check of the client's secret.

        Raises:
            AwsError: InvalidParameterException without a name, NotAuthorizedException without the secret.
        """
        username = required(self.answers, "USERNAME")
        self.client.check_secret_hash(username, self.answers.get("SECRET_HASH"))
        return username


def attempt_of(request: AwsRequest) -> SignInAttempt:
    """Return the step that a request is; an administrator names the pool of the app client as well.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    given = request.parameters
    client = find_app_client(given["ClientId"])
    if "UserPoolId" in given and client.location != own_pool(request):
        raise AwsError("ResourceNotFoundException", f"User pool client {client.id} does not exist.")
    return SignInAttempt(client, given)
