"""What a failure says of the failures that a circuit breaker has counted."""

import re

from cause_register.members import WrongNumber, deviation_of

_BREAKER = re.compile(
    r"\AExpected the circuit breaker of (?P<name>\S+) to be (?P<state>closed|open)"
    r"(?: with (?P<wanted>\d+) failures in a row)?\.\nGot \w+ with (?P<got>\d+) of (?P<most>\d+) failures\b"
)


def wrong_breaker(failure: str) -> WrongNumber | None:
    """Return how many failures a circuit breaker has counted in place of the right number; else None.

    An open breaker has counted as many as it takes, a closed one none if nothing else is said.

    Example:
        >>> failure = "Expected the circuit breaker of s3 to be open.\\nGot closed with 4 of 5 failures, 0 of 2 successes."
        >>> str(wrong_breaker(failure))
        'number of failures of the circuit breaker of s3 is too small'
    """
    said = _BREAKER.match(failure)
    if said is None:
        return None
    wanted = int(said["wanted"] or (said["most"] if said["state"] == "open" else 0))
    member = f"number of failures of the circuit breaker of {said['name']}"
    return WrongNumber(member, deviation_of(int(said["got"]), wanted)) if int(said["got"]) != wanted else None
