"""The authorizers of HTTP APIs.

Amazon API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers" and "… with AWS Lambda authorizers".
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from api_gateway.authorizer import KeySource, UnauthorizedError
from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.authorizers.function import (
    AuthorizerFailureError,
    AuthorizerRefusalError,
    DecidingFunction,
    FunctionOfStage,
)
from api_gateway.authorizers.policy import MalformedPolicyError, decide
from api_gateway.authorizers.tokens import scopes_of, token_of, verify_token
from api_gateway.http_api.call import HttpCall, RouteRefusalError
from api_gateway.http_api.events import request_event
from api_gateway.signing_keys import SigningKeysUnavailableError
from iam_policy.evaluation import PolicyVerdict

logger = logging.getLogger(__name__)

CHALLENGE = "WWW-Authenticate"


class JwtAuthorizer:
    """Accepts the JSON Web Tokens of one issuer for given audiences.

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
        self._definition = definition
        self._source = (definition.identity_sources or ("$request.header.Authorization",))[0]
        self._keys_of = keys_of
        self._clock = clock

    def authorize(self, call: HttpCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the claims of the sender's token.

        Raises:
            RouteRefusalError: There is no valid token, or it has none of the scopes.
        """
        sent = call.source_value(self._source)
        if not sent:
            raise RouteRefusalError(401, "Unauthorized", (CHALLENGE, "Bearer"))
        claims = self._claims(token_of(sent))
        found = scopes_of(claims)
        if scopes and found.isdisjoint(scopes):
            challenge = _challenge("insufficient_scope", "the token does not have any of the scopes", scopes)
            raise RouteRefusalError(403, "Forbidden", challenge)
        return {
            "jwt": {
                "claims": {name: _as_string(value) for name, value in claims.items()},
                "scopes": sorted(found.intersection(scopes)) or None,
            }
        }

    def _claims(self, token: str) -> Mapping[str, Any]:
        issuer = self._definition.issuer
        try:
            claims = verify_token(token, issuer=issuer, keys=self._keys_of(issuer), now=self._clock())
            self._check_audience(claims)
        except UnauthorizedError as error:
            logger.debug("The request is unauthorized: %s", error)
            raise RouteRefusalError(401, "Unauthorized", _challenge("invalid_token", str(error))) from None
        except SigningKeysUnavailableError as error:
            logger.warning("The authorizer %s has no keys: %s", self._definition.name, error)
            raise RouteRefusalError(500, "Internal Server Error") from None
        return claims

    def _check_audience(self, claims: Mapping[str, Any]) -> None:
        """Check `aud`, or `client_id` of a token that has no `aud`."""
        audience = claims.get("aud", claims.get("client_id"))
        named = audience if isinstance(audience, list) else [audience]
        if not any(one in self._definition.audiences for one in named):
            raise UnauthorizedError("the token does not have a valid audience")


def _challenge(error: str, description: str, scopes: tuple[str, ...] = ()) -> tuple[str, str]:
    return CHALLENGE, f'Bearer scope="{" ".join(scopes)}" error="{error}" error_description="{description}"'


def _as_string(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(str, value))}]"
    return value if isinstance(value, str) else json.dumps(value)


class HttpFunctionAuthorizer:
    """Asks a Lambda function.

    Args:
        definition: The authorizer.
        deciding_function: Returns the function of an ARN.
    """

    def __init__(
        self, definition: AuthorizerDefinition, deciding_function: Callable[[str], DecidingFunction]
    ) -> None:
        self._definition = definition
        self._function = FunctionOfStage(definition.function, deciding_function)

    def authorize(self, call: HttpCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:  # noqa: ARG002 - for tokens
        """Return what the function says about the sender.

        Raises:
            RouteRefusalError: It refuses the request, an identity source is missing, or it can't decide.
        """
        answer = self._ask(call)
        if not self._is_allowed(answer, call):
            raise RouteRefusalError(403, "Forbidden")
        context = answer.get("context") or {}
        if not isinstance(context, dict):
            raise RouteRefusalError(500, "Internal Server Error")
        if "principalId" in answer:
            return {"lambda": {"principalId": answer["principalId"], **context}}
        return {"lambda": context or None}

    def _ask(self, call: HttpCall) -> Any:
        identity = tuple(call.source_value(source) or "" for source in self._definition.identity_sources)
        if not all(identity):
            raise RouteRefusalError(401, "Unauthorized")
        try:
            return self._function.ask(call, identity, self._event(identity, call))
        except AuthorizerRefusalError:
            raise RouteRefusalError(401, "Unauthorized") from None
        except AuthorizerFailureError as error:
            logger.warning("The authorizer %s failed: %s", self._definition.name, error)
            raise RouteRefusalError(500, "Internal Server Error") from None

    def _event(self, identity: tuple[str, ...], call: HttpCall) -> Mapping[str, Any]:
        event = {**request_event(call, self._definition.payload_format), "type": "REQUEST"}
        if self._definition.payload_format == "1.0":
            joined = ",".join(identity)
            return {
                **event,
                "methodArn": call.arn,
                "identitySource": joined,
                "authorizationToken": joined,
            }
        return {**event, "routeArn": call.arn, "identitySource": list(identity) or None}

    def _is_allowed(self, answer: Any, call: HttpCall) -> bool:
        if not isinstance(answer, dict):
            raise RouteRefusalError(500, "Internal Server Error")
        if self._definition.has_simple_responses:
            if not isinstance(answer.get("isAuthorized"), bool):
                raise RouteRefusalError(500, "Internal Server Error")
            return bool(answer["isAuthorized"])
        try:
            said = decide(answer.get("policyDocument"), call.arn, call.request)
        except MalformedPolicyError:
            raise RouteRefusalError(500, "Internal Server Error") from None
        return said is PolicyVerdict.ALLOWED
