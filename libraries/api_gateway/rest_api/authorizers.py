"""The authorizers of REST APIs.

Amazon API Gateway Developer Guide, "Use API Gateway Lambda authorizers" and "Control access to REST APIs using Amazon Cognito
user pools as an authorizer".
"""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from api_gateway.authorizer import KeySource, UnauthorizedError, read_token
from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.authorizers.function import (
    AuthorizerFailureError,
    AuthorizerRefusalError,
    DecidingFunction,
    FunctionOfStage,
)
from api_gateway.authorizers.policy import MalformedPolicyError, decide
from api_gateway.authorizers.tokens import TokenExpiredError, scopes_of, token_of, verify_token
from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.gateway_responses import GatewayRefusalError
from api_gateway.rest_api.mapping import value_of
from api_gateway.rest_api.proxy import request_event
from api_gateway.signing_keys import SigningKeysUnavailableError
from iam_policy.evaluation import PolicyVerdict

logger = logging.getLogger(__name__)

EXPLICIT_DENIAL = "User is not authorized to access this resource with an explicit deny"


class UserPoolAuthorizer:
    """Accepts the tokens of Cognito user pools: access tokens where a method has scopes, otherwise ID tokens.

    Args:
        definition: The authorizer.
        keys_of: Returns the public keys of an issuer.
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        definition: AuthorizerDefinition,
        keys_of: Callable[[str], KeySource],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._source = definition.identity_sources[0]
        self._audience = definition.validation_expression
        self._issuers = {_issuer(arn) for arn in definition.provider_arns}
        self._keys_of = keys_of
        self._clock = clock

    def authorize(self, call: RestCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the claims of the sender's token.

        Raises:
            GatewayRefusalError: There is no valid one.
        """
        try:
            claims = self._verify(token_of(value_of(self._source, call) or ""))
        except TokenExpiredError:
            raise GatewayRefusalError("EXPIRED_TOKEN") from None
        except UnauthorizedError as error:
            logger.debug("The request is unauthorized: %s", error)
            raise GatewayRefusalError("UNAUTHORIZED") from None
        except SigningKeysUnavailableError as error:
            raise GatewayRefusalError("AUTHORIZER_FAILURE") from error
        if not _is_accepted(claims, scopes) or not self._is_for_us(claims):
            raise GatewayRefusalError("UNAUTHORIZED")
        return {"claims": {name: _as_string(value) for name, value in claims.items()}}

    def _is_for_us(self, claims: Mapping[str, Any]) -> bool:
        """Return whether `aud` matches the validation expression (API Gateway API reference, "CreateAuthorizer")."""
        return self._audience is None or bool(re.fullmatch(self._audience, str(claims.get("aud", ""))))

    def _verify(self, token: str) -> Mapping[str, Any]:
        _header, claims = read_token(token)
        issuer = claims.get("iss")
        if not isinstance(issuer, str) or issuer not in self._issuers:
            raise UnauthorizedError("the token is of another user pool")
        return verify_token(token, issuer=issuer, keys=self._keys_of(issuer), now=self._clock())


def _issuer(user_pool_arn: str) -> str:
    _, _, _, region, _, name = user_pool_arn.split(":", 5)
    return f"https://cognito-idp.{region}.amazonaws.com/{name.removeprefix('userpool/')}"


def _is_accepted(claims: Mapping[str, Any], scopes: tuple[str, ...]) -> bool:
    if scopes:
        return claims.get("token_use") == "access" and not scopes_of(claims).isdisjoint(scopes)
    return claims.get("token_use") == "id"


def _as_string(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)


class RestFunctionAuthorizer:
    """Asks a Lambda function, with a token or with the whole request.

    Args:
        definition: The authorizer.
        deciding_function: Returns the function of an ARN.
    """

    def __init__(
        self, definition: AuthorizerDefinition, deciding_function: Callable[[str], DecidingFunction]
    ) -> None:
        self._definition = definition
        self._function = FunctionOfStage(definition.function, deciding_function)

    def authorize(self, call: RestCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:  # noqa: ARG002 - for tokens
        """Return what the function says about the sender.

        Raises:
            GatewayRefusalError: It refuses the request, an identity source is missing, or it can't decide.
        """
        identity = self._identity(call)
        begun_at = time.monotonic()
        answer = self._ask(identity, call)
        _check(answer, call)
        return {
            "principalId": answer["principalId"],
            "integrationLatency": round((time.monotonic() - begun_at) * 1000),
            **_context(answer),
            **{name: answer[name] for name in ("usageIdentifierKey",) if name in answer},
        }

    def _identity(self, call: RestCall) -> tuple[str, ...]:
        values = tuple(value_of(source, call) or "" for source in self._definition.identity_sources)
        if not all(values):
            raise GatewayRefusalError("UNAUTHORIZED")
        expression = self._definition.validation_expression
        if expression and not re.fullmatch(expression, values[0]):
            raise GatewayRefusalError("UNAUTHORIZED")
        return values

    def _ask(self, identity: tuple[str, ...], call: RestCall) -> Any:
        try:
            return self._function.ask(call, identity, self._event(identity, call))
        except AuthorizerRefusalError:
            raise GatewayRefusalError("UNAUTHORIZED") from None
        except AuthorizerFailureError as error:
            logger.warning("The authorizer %s failed: %s", self._definition.name, error)
            raise GatewayRefusalError("AUTHORIZER_FAILURE") from None

    def _event(self, identity: tuple[str, ...], call: RestCall) -> Mapping[str, Any]:
        if self._definition.kind == "token":
            return {"type": "TOKEN", "methodArn": call.arn, "authorizationToken": identity[0]}
        return {"type": "REQUEST", "methodArn": call.arn, **request_event(call)}


def _check(answer: Any, call: RestCall) -> None:
    if not isinstance(answer, dict) or not answer.get("principalId"):
        raise GatewayRefusalError("AUTHORIZER_CONFIGURATION_ERROR")
    try:
        said = decide(answer.get("policyDocument"), call.arn, call.request)
    except MalformedPolicyError:
        raise GatewayRefusalError("AUTHORIZER_CONFIGURATION_ERROR") from None
    if said is PolicyVerdict.DENIED:
        raise GatewayRefusalError("ACCESS_DENIED", EXPLICIT_DENIAL)
    if said is PolicyVerdict.NOTHING:
        raise GatewayRefusalError("ACCESS_DENIED")


def _context(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the context of an answer, in which every value becomes a string and none may be a list or an object."""
    context = answer.get("context") or {}
    if not isinstance(context, dict) or any(isinstance(value, list | dict) for value in context.values()):
        raise GatewayRefusalError("AUTHORIZER_CONFIGURATION_ERROR")
    return {name: _as_string(value) for name, value in context.items() if value is not None}
