"""The backend's circuit breakers, read and closed through the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from robot.utils import DotDict

from ManuelAuth.needed_sign_in import needed_sign_in
from ManuelAuth.session import sign_in_session
from ManuelResilience.imported import imported

if TYPE_CHECKING:
    from requests import Response

PATH = "/health/circuit-breakers"
COUNTS_REQUESTS = "dynamodb"
"""The dependency whose open breaker fails every request that counts towards a rate limit."""
OK, UNAVAILABLE = 200, 503


class CircuitBreakers:
    """All circuit breakers of the backend."""

    def states(self) -> DotDict:
        """Return the state of each breaker by the name of its dependency, as the current user sees it.

        Raises:
            AssertionError: The states cannot be read.
        """
        states: DotDict = imported("ManuelAPI").get_circuit_breakers().circuit_breakers
        return states

    def close(self) -> list[str]:
        """Close, as an administrator, the breakers that are open or have counted failures.

        Returns:
            The dependencies whose breakers were closed.

        Raises:
            AssertionError: A breaker could not be closed.
            BlockedByCauseError: No administrator can sign in.
        """
        if self._are_seen_to_be_fresh():
            return []
        with acting_as_admin():
            if self._look().status_code == UNAVAILABLE:
                self._reset(COUNTS_REQUESTS)
            used = [service for service, breaker in self.states().items() if not _is_fresh(breaker)]
            for service in used:
                self._reset(service)
        return used

    def _are_seen_to_be_fresh(self) -> bool:
        response = self._look()
        if response.status_code != OK:
            return False
        return all(_is_fresh(DotDict(breaker)) for breaker in response.json()["circuit_breakers"].values())

    def _look(self) -> "Response":
        response: Response = imported("ManuelAPI").send_request("GET", PATH)
        return response

    def _reset(self, service: str) -> None:
        imported("ManuelAPI").reset_circuit_breaker(service)


@contextmanager
def acting_as_admin() -> Iterator[None]:
    """Act as an administrator, and then as the previous user again."""
    session = sign_in_session()
    before = session.identities.current
    with needed_sign_in("admin"):
        session.sign_in(session.account_for("admin"))
    try:
        yield
    finally:
        if before is None:
            session.identities.forget()
        else:
            session.identities.remember(before)


def _is_fresh(breaker: DotDict) -> bool:
    return bool(breaker.state == "closed" and breaker.failure_count == 0)
