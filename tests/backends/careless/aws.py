"""Clients of AWS, and circuit breakers around them."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config as BotoConfig
from botocore.exceptions import BotoCoreError, ClientError
from flask import g, has_request_context, request

from careless.config import Config
from careless.errors import ApiError

THRESHOLD, SUCCESSES, OPEN_SECONDS = 5, 2, 30
SERVICES = (
    *("dynamodb", "s3", "sqs", "sns", "cloudwatch", "transcribe"),
    *("bedrock-runtime", "bedrock-agent-runtime", "bedrock-agent"),
)
ATTEMPTS = {"bedrock-runtime": 1}


class DependencyError(Exception):
    """A call of an AWS service has finally failed."""

    def __init__(self, service: str, operation: str, cause: Exception) -> None:
        super().__init__(f"{operation}: {cause}")
        self.service, self.operation, self.cause = service, operation, cause


@dataclass
class Breaker:
    """Stops calling a service that keeps failing."""

    failures: int = 0
    successes: int = 0
    opened_at: float | None = None

    @property
    def state(self) -> str:
        """`closed`, `open` or `half_open`."""
        if self.opened_at is None:
            return "closed"
        return "open" if time.time() - self.opened_at < OPEN_SECONDS else "half_open"

    @property
    def seconds_left(self) -> int | None:
        """How long it stays open."""
        if self.state != "open" or self.opened_at is None:
            return None
        return max(1, round(self.opened_at + OPEN_SECONDS - time.time()))

    def succeeded(self) -> None:
        """Count a success."""
        self.failures = 0
        if self.state == "half_open":
            self.successes += 1
            if self.successes >= SUCCESSES:
                self.reset()

    def failed(self) -> None:
        """Count a failure."""
        self.failures += 1
        self.successes = 0
        if self.failures >= THRESHOLD or self.state == "half_open":
            self.opened_at = time.time()

    def reset(self) -> None:
        """Close it."""
        self.failures, self.successes, self.opened_at = 0, 0, None

    def as_json(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        return {
            "state": self.state,
            "failure_count": self.failures,
            "failure_threshold": THRESHOLD,
            "success_count": self.successes,
            "success_threshold": SUCCESSES,
            "reset_timeout_seconds": OPEN_SECONDS,
            "retry_after": self.seconds_left,
        }


@dataclass
class Aws:
    """The AWS clients of the backend."""

    config: Config
    breakers: dict[str, Breaker] = field(
        default_factory=lambda: {name: Breaker() for name in ("bedrock", "dynamodb", "s3", "transcribe")}
    )
    _session: boto3.Session = field(default_factory=boto3.Session)
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """Return the client of a service."""
        if service not in self._clients:
            client = self._session.client(  # type: ignore[call-overload]
                service,
                region_name=self.config.region,
                endpoint_url=self.config.endpoint,
                config=BotoConfig(
                    retries={"mode": "standard", "total_max_attempts": ATTEMPTS.get(service, 3)},
                    connect_timeout=1,
                    read_timeout=4,
                    inject_host_prefix=False,
                    signature_version="s3v4" if service == "s3" else None,
                ),
            )
            client.meta.events.register("before-send.*", _add_trace_id)
            self._clients[service] = client
        return self._clients[service]

    def create_clients(self) -> None:
        """Create every client now, so that no request waits for it."""
        for service in SERVICES:
            self.client(service)

    def call(self, service: str, operation: str, **parameters: Any) -> Any:
        """Call an operation behind the breaker of its service.

        Raises:
            DependencyError: It has finally failed.
            ApiError: The breaker is open.
            ClientError: The service has refused the call.
        """
        dependency = "bedrock" if service.startswith("bedrock") else service
        breaker = self.breakers[dependency]
        if breaker.state == "open":
            raise ApiError(
                503, "service_unavailable", "Please try again later.", retry_after=breaker.seconds_left
            )
        try:
            result = getattr(self.client(service), operation)(**parameters)
        except (ClientError, BotoCoreError) as error:
            if not _is_failure(error):
                raise
            breaker.failed()
            raise DependencyError(dependency, operation, error) from error
        breaker.succeeded()
        return result

    def measure(self, data: list[dict[str, Any]]) -> None:
        """Send metrics; losing some is no harm."""
        with suppress(ClientError, BotoCoreError):
            self.client("cloudwatch").put_metric_data(Namespace="Manuel/Application", MetricData=data)


def _is_failure(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return True
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    code = error.response.get("Error", {}).get("Code", "")
    return status >= 500 or "Throttl" in code or code.startswith("ProvisionedThroughput")


def _add_trace_id(request: Any, **_: Any) -> None:
    if has_request_context() and "trace_id" in g:
        request.headers["X-Amzn-Trace-Id"] = g.trace_id


def trace_id() -> str:
    """Return the trace id of the request."""
    return request.headers.get("X-Amzn-Trace-Id", f"Root=1-{int(time.time()):08x}-{time.time_ns():024x}")
