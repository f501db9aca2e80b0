"""What one API chooses for itself."""

from dataclasses import dataclass
from typing import Protocol

from api_gateway.cors import CorsPolicy
from api_gateway.messages import AUTHORIZER_FAILURE
from api_gateway.routes import GatewayOperation
from loopback_server.response import Response

PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024
"""Amazon API Gateway quotas, "Payload size"."""


class Throttle(Protocol):
    """Limits how often operations may be called."""

    def seconds_to_wait(self, operation: GatewayOperation, address: str) -> int:
        """Count one request and return 0, or the seconds after which the client may try again."""


@dataclass(frozen=True, kw_only=True)
class GatewayConfiguration:
    """What one API chooses for itself; the defaults are those of an Amazon REST API.

    Attributes:
        stage: Name of the deployment, for the events.
        base_path: Prefix of all paths, such as `/prod`.
        body_limit_bytes: Maximum size of a request's body.
        response_headers: Headers of every response; a handler can't replace them.
        cors: Which origins may read the responses; without it, CORS is left to the handlers.
        throttle: Limits how often operations may be called; without it, nothing does.
        authorizer_failure: The response when the authorizer itself fails.
    """

    stage: str = "local"
    base_path: str = ""
    body_limit_bytes: int = PAYLOAD_LIMIT_BYTES
    response_headers: tuple[tuple[str, str], ...] = ()
    cors: CorsPolicy | None = None
    throttle: Throttle | None = None
    authorizer_failure: Response = AUTHORIZER_FAILURE
