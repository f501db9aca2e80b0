"""`/health`: the state of the service."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry
from manuel_sandbox.domain import versions
from manuel_sandbox.domain.errors import ForbiddenError, NotFoundError
from manuel_sandbox.domain.probes import Probes
from manuel_sandbox.handlers.api import HandlerRequest, HandlerResponse, ok
from manuel_sandbox.times import Clock

UNHEALTHY = 503
ESSENTIAL = ("dynamodb",)
HEALTH = {"closed": "healthy", "half_open": "degraded", "open": "unhealthy"}


class GetHealth:
    """Tells whether the process can do its work; it calls no dependency, but knows the results of earlier calls."""

    def __init__(self, *, stage: str, breakers: CircuitBreakerRegistry, clock: Clock) -> None:
        self._stage = stage
        self._breakers = breakers
        self._clock = clock
        self._started = clock()

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        status = _overall({name: HEALTH[breaker.state().state] for name, breaker in self._breakers.items()})
        now = self._clock()
        return _answer(
            {
                "status": status,
                "timestamp": int(now),
                "service": "manuel",
                "version": versions.negotiate(request.headers, request.query).version,
                "environment": self._stage,
                "checks": {"configuration": "healthy", "circuit_breakers": status},
                "uptime_seconds": round(now - self._started, 1),
            }
        )


class GetDeepHealth:
    """Tells whether each dependency responds, and how fast."""

    def __init__(self, *, probes: Probes, clock: Clock) -> None:
        self._probes = probes
        self._clock = clock

    def __call__(self, _request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        results = self._probes.run()
        return _answer(
            {
                "status": _overall({name: result.status for name, result in results.items()}),
                "timestamp": int(self._clock()),
                "services": {name: asdict(result) for name, result in results.items()},
            }
        )


class ListCircuitBreakers:
    """Shows the state of each circuit breaker."""

    def __init__(self, *, breakers: CircuitBreakerRegistry, clock: Clock) -> None:
        self._breakers = breakers
        self._clock = clock

    def __call__(self, _request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        states = {name: asdict(breaker.state()) for name, breaker in self._breakers.items()}
        return ok({"circuit_breakers": states, "timestamp": int(self._clock())})


class ResetCircuitBreaker:
    """Closes one circuit breaker on behalf of an administrator."""

    def __init__(self, *, breakers: CircuitBreakerRegistry, clock: Clock) -> None:
        self._breakers = breakers
        self._clock = clock

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        if not request.is_admin:
            raise ForbiddenError("Only an administrator may do this.")
        service = request.path_parameters["service"]
        if service not in self._breakers:
            raise NotFoundError("There is no circuit breaker with this name.")
        breaker = self._breakers[service]
        previous = breaker.state().state
        breaker.close()
        return ok(
            {
                "service": service,
                "previous_state": previous,
                "state": breaker.state().state,
                "timestamp": int(self._clock()),
            }
        )


def _answer(body: dict[str, Any]) -> HandlerResponse:
    return HandlerResponse(UNHEALTHY, body) if body["status"] == "unhealthy" else ok(body)


def _overall(statuses: Mapping[str, str]) -> str:
    """Return the overall status: unhealthy if nothing works, degraded if something does not."""
    if any(statuses.get(name) == "unhealthy" for name in ESSENTIAL):
        return "unhealthy"
    return "healthy" if set(statuses.values()) <= {"healthy"} else "degraded"
