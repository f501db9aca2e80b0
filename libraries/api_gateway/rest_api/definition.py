"""The parts of a REST API, independent of how its template describes it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jsonschema_rs import Draft4Validator

from api_gateway.authorizers.definition import AuthorizerDefinition

INTEGRATION_TIMEOUT_SECONDS = 29.0
"""Amazon API Gateway quotas, "Integration timeout"."""

ANY = "ANY"
DIRECTIVE = re.compile(r"#(?:set|if|foreach|macro|define)\b")


@dataclass(frozen=True, slots=True)
class FunctionIntegration:
    """A Lambda proxy integration.

    Attributes:
        function: The ARN of the function, which may contain `${stageVariables.<name>}`.
        timeout_seconds: How long the function may take.
    """

    function: str
    timeout_seconds: float = INTEGRATION_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class MockResponse:
    """What a mock integration answers.

    Attributes:
        status: The status of the response.
        selection_pattern: For which status of the request template it is chosen; None for the default.
        headers: Values by name, each a literal in quotation marks or a mapping expression.
        templates: Bodies by content type.
    """

    status: int
    selection_pattern: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MockIntegration:
    """An integration that answers without a backend.

    Attributes:
        request_templates: By content type; each gives a JSON object with `statusCode`.
        responses: What it may answer.
    """

    request_templates: Mapping[str, str]
    responses: Sequence[MockResponse]

    def has_directives(self) -> bool:
        """Return whether a template does more than refer to values."""
        templates = [self.request_templates, *(response.templates for response in self.responses)]
        return any(DIRECTIVE.search(text) for one in templates for text in one.values())


@dataclass(frozen=True, slots=True)
class UnimitatedIntegration:
    """An integration with another service or an HTTP server.

    Attributes:
        kind: Such as `AWS` or `HTTP_PROXY`.
    """

    kind: str


Integration = FunctionIntegration | MockIntegration | UnimitatedIntegration


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of a resource.

    Attributes:
        path: The path of its resource, such as `/orders/{id}`.
        http_method: Such as `GET`, or `ANY`.
        integration: What serves it.
        authorizer: The name of its authorizer; None if anyone may call it.
        scopes: The OAuth scopes of which a token needs one.
        needs_api_key: Whether requests need an API key.
        needs_signature: Whether requests are to be signed with the keys of an IAM user.
        required_parameters: Mapping expressions such as `method.request.querystring.q` whose values are checked.
        body_models: By content type, what bodies are checked with.
    """

    path: str
    http_method: str
    integration: Integration
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()
    needs_api_key: bool = False
    needs_signature: bool = False
    required_parameters: tuple[str, ...] = ()
    body_models: Mapping[str, Draft4Validator] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GatewayResponseDefinition:
    """How the template changes a response of the gateway's own.

    Attributes:
        status: The status; None leaves it.
        headers: Values by name, as in `MockResponse`.
        templates: Bodies by content type.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApiDefinition:
    """A REST API.

    Attributes:
        api_id: Its id.
        methods: Its methods.
        stages: The variables of each stage, by its name.
        authorizers: By name.
        binary_media_types: Such as `image/png` or `*/*`.
        gateway_responses: By type, such as `UNAUTHORIZED` or `DEFAULT_5XX`.
        api_key_source: Whether requests have the key in a header (`HEADER`) or an authorizer says it (`AUTHORIZER`).
        has_policy: Whether a resource policy says who may call it.
    """

    api_id: str
    methods: Sequence[Method]
    stages: Mapping[str, Mapping[str, str]]
    authorizers: Mapping[str, AuthorizerDefinition] = field(default_factory=dict)
    binary_media_types: tuple[str, ...] = ()
    gateway_responses: Mapping[str, GatewayResponseDefinition] = field(default_factory=dict)
    api_key_source: str = "HEADER"
    has_policy: bool = False

    def not_imitated(self) -> list[str]:
        """Return a line for everything in it that is not imitated."""
        lines = [
            f"{method.http_method} {method.path}: the integration {method.integration.kind} is not imitated, "
            "only AWS_PROXY with a function and MOCK are; it answers 501"
            for method in self.methods
            if isinstance(method.integration, UnimitatedIntegration)
        ]
        lines += [
            f"{method.http_method} {method.path}: IAM authorization is not imitated; anyone may call it"
            for method in self.methods
            if method.needs_signature
        ]
        lines += [
            f"{method.http_method} {method.path}: directives of the Velocity Template Language, such as #set and #if, are not "
            "imitated; they are part of the text"
            for method in self.methods
            if isinstance(method.integration, MockIntegration) and method.integration.has_directives()
        ]
        if self.has_policy:
            lines.append("its resource policy is not imitated; anyone may call it")
        return lines
