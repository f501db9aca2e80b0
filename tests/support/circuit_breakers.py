"""An API whose circuit breakers tests set."""

from dataclasses import dataclass, field
from typing import Any

from robot.utils import DotDict


@dataclass
class Answer:
    """A response of the API."""

    status_code: int
    body: Any = None

    def json(self) -> Any:
        return self.body


@dataclass
class Breakers:
    """An API whose circuit breakers count failures."""

    failures: dict[str, int]
    open: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)

    def send_request(self, method: str, path: str) -> Answer:
        assert (method, path) == ("GET", "/health/circuit-breakers")
        if "dynamodb" in self.open:
            return Answer(503)
        return Answer(200, {"circuit_breakers": self.get_circuit_breakers().circuit_breakers})

    def get_circuit_breakers(self) -> DotDict:
        assert "dynamodb" not in self.open
        states = {
            name: DotDict(
                state="open" if name in self.open else "closed",
                failure_count=count,
                failure_threshold=5,
                success_count=0,
                success_threshold=2,
            )
            for name, count in self.failures.items()
        }
        return DotDict(circuit_breakers=DotDict(states))

    def reset_circuit_breaker(self, service: str) -> None:
        self.closed.append(service)
        self.open.discard(service)
        self.failures[service] = 0
