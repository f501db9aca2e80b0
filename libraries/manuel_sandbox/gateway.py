"""What Manuel's API chooses for itself at its gateway."""

from http import HTTPStatus

from api_gateway.configuration import GatewayConfiguration
from api_gateway.cors import CorsPolicy
from api_gateway.messages import gateway_response
from api_gateway.routes import GatewayOperation
from api_gateway.signing_keys import RETRY_AFTER_SECONDS
from api_gateway.throttle import AddressThrottle
from manuel_sandbox.settings import DeploymentSettings
from manuel_sandbox.times import Clock

TOKEN_SCHEME = "Bearer"
SECURITY_HEADERS = (
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Accept",
    "API-Version",
    "Idempotency-Key",
    "X-Amzn-Trace-Id",
)
RESPONSE_HEADERS = (
    "x-amzn-RequestId",
    "X-Amzn-Trace-Id",
    "API-Version",
    "Supported-Versions",
    "Deprecation",
    "Location",
    "Retry-After",
)
PREFLIGHT_SECONDS = 600
AUTHORIZER_FAILURE = gateway_response(
    HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable", retry_after=RETRY_AFTER_SECONDS
)


def gateway_configuration(settings: DeploymentSettings, clock: Clock) -> GatewayConfiguration:
    """Return the configuration of the gateway in one deployment."""
    return GatewayConfiguration(
        stage=settings.stage,
        base_path=settings.base_path,
        body_limit_bytes=settings.body_limit_bytes,
        response_headers=SECURITY_HEADERS,
        cors=CorsPolicy(
            settings.allowed_origins,
            request_headers=REQUEST_HEADERS,
            response_headers=RESPONSE_HEADERS,
            preflight_seconds=PREFLIGHT_SECONDS,
        ),
        throttle=AddressThrottle(
            limit=settings.address_rate_limit_requests,
            window_seconds=settings.rate_limit_window_seconds,
            applies_to=is_limited_by_address,
            clock=clock,
        ),
        authorizer_failure=AUTHORIZER_FAILURE,
    )


def is_limited_by_address(operation: GatewayOperation) -> bool:
    """Return whether the contract limits an operation by address, `x-rate-limit: address`."""
    return operation.extensions.get("x-rate-limit") == "address"
