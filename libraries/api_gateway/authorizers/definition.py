"""An authorizer, independent of how its template describes it."""

from dataclasses import dataclass
from typing import Literal

AuthorizerKind = Literal["cognito", "jwt", "token", "request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizerDefinition:
    """An authorizer.

    Attributes:
        name: Its name.
        kind: A Cognito user pool or a Lambda function (with a token or with the whole request) of a REST API; a JSON Web
            Token or a Lambda function (with the request) of an HTTP API.
        identity_sources: Where requests say who sends them, such as `method.request.header.Authorization`.
        validation_expression: What a token has to look like; None for anything.
        cache_seconds: How long the decision of a function counts for the same identity.
        function: The ARN of the function.
        provider_arns: The user pools.
        issuer: Who issues the tokens.
        audiences: For whom tokens are issued.
        payload_format: The format of the function's event, `1.0` or `2.0`.
        has_simple_responses: Whether the function may answer `{"isAuthorized": ...}` instead of a policy.
    """

    name: str
    kind: AuthorizerKind
    identity_sources: tuple[str, ...] = ()
    validation_expression: str | None = None
    cache_seconds: int = 0
    function: str = ""
    provider_arns: tuple[str, ...] = ()
    issuer: str = ""
    audiences: tuple[str, ...] = ()
    payload_format: str = "1.0"
    has_simple_responses: bool = False
