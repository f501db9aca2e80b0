"""The parts of an HTTP API, independent of how its template describes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.messages import JSON
from loopback_server.response import Response

DEFAULT_ROUTE = "$default"
DEFAULT_STAGE = "$default"
ALL_ROUTES = "*"
INTEGRATION_TIMEOUT_SECONDS = 30.0
"""Amazon API Gateway quotas, "Maximum integration timeout" of HTTP APIs."""
FAILURE = Response(500, (("Content-Type", JSON),), b'{"message":"Internal Server Error"}')


@dataclass(frozen=True, slots=True)
class RouteIntegration:
    """What serves a route.

    Attributes:
        kind: `AWS_PROXY` for a Lambda function; no other is imitated.
        function: The ARN of the function, which may contain `${stageVariables.<name>}`.
        payload_format: `1.0` or `2.0`.
        timeout_seconds: How long the function may take.
        failure: The response if it fails, or returns what is no response.
        maps_parameters: Whether it changes parameters of requests or responses on their way.
    """

    kind: str
    function: str = ""
    payload_format: str = "2.0"
    timeout_seconds: float = INTEGRATION_TIMEOUT_SECONDS
    failure: Response = FAILURE
    maps_parameters: bool = False

    @property
    def is_imitated(self) -> bool:
        """Whether it is a function."""
        return self.kind == "AWS_PROXY" and bool(self.function)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRoute:
    """A route.

    Attributes:
        key: Such as `GET /orders/{id}`, `ANY /{proxy+}` or `$default`.
        integration: What serves it.
        authorizer: The name of its authorizer; None if anyone may call it.
        scopes: The OAuth scopes of which a token needs one.
        needs_signature: Whether requests are to be signed with the keys of an IAM user.
    """

    key: str
    integration: RouteIntegration
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()
    needs_signature: bool = False

    @property
    def method(self) -> str:
        """Its method, or `ANY`."""
        return self.key.partition(" ")[0] if " " in self.key else "ANY"

    @property
    def path(self) -> str:
        """Its path; `$default` has none."""
        return self.key.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class CorsConfiguration:
    """Which origins may read the responses in a browser.

    Attributes:
        origins: Origins, `*`, `https://*` or `http://*`.
        methods: Methods that a page may use.
        headers: Headers that a page may send.
        exposed_headers: Headers that a page may read.
        max_age: For how many seconds a browser may remember the answer to a preflight request.
        allows_credentials: Whether a page may send cookies.
    """

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed_headers: tuple[str, ...] = ()
    max_age: int | None = None
    allows_credentials: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpApiDefinition:
    """An HTTP API.

    Attributes:
        api_id: Its id.
        routes: Its routes.
        stages: The variables of each stage, by its name.
        throttles: The rate and the burst of requests where they are limited, by stage and route key; `ALL_ROUTES` stands for
            the routes without a limit of their own.
        authorizers: By name.
        cors: Who may read the responses; None leaves it to the functions.
    """

    api_id: str
    routes: Sequence[HttpRoute]
    stages: Mapping[str, Mapping[str, str]]
    throttles: Mapping[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    authorizers: Mapping[str, AuthorizerDefinition] = field(default_factory=dict)
    cors: CorsConfiguration | None = None

    def issuers(self) -> dict[str, str]:
        """Return who issues the tokens that its authorizers take, by the names of these."""
        return {name: one.issuer for name, one in self.authorizers.items() if one.kind == "jwt"}

    def not_imitated(self) -> list[str]:
        """Return a line for everything in it that is not imitated."""
        lines = [
            f"{route.key}: the integration {route.integration.kind} is not imitated, "
            "only AWS_PROXY with a function is; it answers 501"
            for route in self.routes
            if not route.integration.is_imitated
        ]
        lines += [
            f"{route.key}: IAM authorization is not imitated; anyone may call it"
            for route in self.routes
            if route.needs_signature
        ]
        lines += [
            f"{route.key}: the mapping of parameters is not imitated; they are passed on as they are"
            for route in self.routes
            if route.integration.maps_parameters
        ]
        return lines
