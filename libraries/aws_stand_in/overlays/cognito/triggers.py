"""The Lambda triggers of a user pool: functions that Cognito calls, and waits for.

While a function runs, other requests of the account are served, since the function may send some itself.

Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers".
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.pools import PoolLocation
from lambda_runtime.function import InvocationResult, UnknownFunctionError

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

InvokeFunction = Callable[[str, str, bytes], InvocationResult]
"""Invokes the function of an account with an ARN and an event, with the account's lock released meanwhile."""

NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"
_SDK = "aws-sdk-unknown-unknown"


class Triggers:
    """Calls the functions that user pools have as triggers.

    Args:
        invoke: Invokes a function.
    """

    def __init__(self, invoke: InvokeFunction) -> None:
        self._invoke = invoke

    def has(self, location: PoolLocation, trigger: str) -> bool:
        """Tell whether a pool has a trigger, which is named as in `LambdaConfig`."""
        return bool(_settings(location).get(trigger))

    def call(  # noqa: PLR0913 - the parts of an event
        self,
        location: PoolLocation,
        source: str,
        *,
        client_id: str,
        username: str,
        request: Mapping[str, Any],
        response: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Call the function of a trigger; without one, its response is the given one.

        Args:
            location: The pool.
            source: The `triggerSource`, which begins with the trigger's name: `PreSignUp_SignUp`.
            client_id: The app client.
            username: The user.
            request: What the function is told.
            response: What its response is to begin with.

        Returns:
            The response of the function.

        Raises:
            AwsError: UserLambdaValidationException if the function fails, InvalidLambdaResponseException for what is no response,
                UnexpectedLambdaException if there is no such function.
        """
        trigger = _TRIGGERS.get(source.partition("_")[0], source.partition("_")[0])
        arn, version = _function_of(location, trigger)
        if not arn:
            return dict(response)
        event = {
            "version": version,
            "triggerSource": source,
            "region": location.region,
            "userPoolId": location.pool.id,
            "userName": username,
            "callerContext": {"awsSdkVersion": _SDK, "clientId": client_id},
            "request": request,
            "response": dict(response),
        }
        return _response_of(trigger, self._result(location, trigger, arn, event))

    def _result(
        self, location: PoolLocation, trigger: str, arn: str, event: Mapping[str, Any]
    ) -> InvocationResult:
        try:
            return self._invoke(location.account_id, arn, json.dumps(event).encode())
        except UnknownFunctionError as error:
            message = f"{trigger} invocation failed due to error ResourceNotFoundException."
            raise AwsError("UnexpectedLambdaException", message) from error


_TRIGGERS = {"TokenGeneration": "PreTokenGeneration"}


def attributes_of(user: "CognitoIdpUser") -> dict[str, str]:
    """Return the attributes of a user as functions see them."""
    status: Any = user.status
    return {**user.attribute_lookup, "cognito:user_status": getattr(status, "value", status)}


def token_generation_version(location: PoolLocation) -> str:
    """Return the version of the events before tokens are generated: 1, 2 or 3."""
    return _function_of(location, "PreTokenGeneration")[1]


def _settings(location: PoolLocation) -> Mapping[str, Any]:
    settings: Mapping[str, Any] = location.pool.extended_config.get("LambdaConfig") or {}
    detailed = settings.get("PreTokenGenerationConfig")
    return {**settings, "PreTokenGeneration": detailed["LambdaArn"]} if detailed else settings


def _function_of(location: PoolLocation, trigger: str) -> tuple[str | None, str]:
    settings = _settings(location)
    detailed = settings.get(f"{trigger}Config") or {}
    version = str(detailed.get("LambdaVersion", "V1_0"))[1:2]
    return settings.get(trigger), version


def _response_of(trigger: str, result: InvocationResult) -> dict[str, Any]:
    try:
        payload = json.loads(result.payload)
    except ValueError:
        payload = None
    if result.error is not None:
        reason = payload.get("errorMessage") if isinstance(payload, dict) else None
        raise AwsError("UserLambdaValidationException", f"{trigger} failed with error {reason}.")
    response = payload.get("response") if isinstance(payload, dict) else None
    if not isinstance(response, dict):
        raise AwsError("InvalidLambdaResponseException", "Unrecognizable lambda output")
    return response
