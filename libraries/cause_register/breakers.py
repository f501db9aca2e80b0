"""What a failure says of the failures that a circuit breaker has counted."""

from cause_register.forms import WrongBreaker
from cause_register.members import WrongNumber, deviation_of


def wrong_breaker(failure: str) -> WrongNumber | None:
    """Return how many failures a circuit breaker has counted in place of the right number; else None.

    An open breaker has counted as many as it takes, a closed one none if nothing else is said.

    Example:
        >>> failure = "Expected the circuit breaker of s3 to be open.\\nGot closed with 4 of 5 failures, 0 of 2 successes."
        >>> str(wrong_breaker(failure))
        'number of failures of the circuit breaker of s3 is too small'
    """
    said = WrongBreaker.read(failure)
    if said is None or said.wanted_state not in ("closed", "open"):
        return None
    by_state = said.most if said.wanted_state == "open" else 0
    wanted = by_state if said.wanted is None else said.wanted
    member = f"number of failures of the circuit breaker of {said.service}"
    return WrongNumber(member, deviation_of(said.counted, wanted)) if said.counted != wanted else None
