"""What a failure says of the status of a response: which one was expected, and which one it was instead."""

from typing import NamedTuple

from cause_register.forms import ExpectedStatus, ShownResponse, StatusCount, Unmet, WrongStatuses

SUCCESS, REDIRECTION, REFUSAL, SERVER_ERROR = 2, 3, 4, 5
"""The first digit of a status, which says what kind of response has it."""


class WrongStatus(NamedTuple):
    """The status that one response should have, and the one that it has."""

    wanted: int
    got: int


def kind_of(status: int | None) -> int:
    """Return the first digit of a status; 0 without one.

    Example:
        >>> kind_of(404) == REFUSAL
        True
    """
    return (status or 0) // 100


def wrong_status(failure: str) -> WrongStatus | None:
    """Return which status one response has in place of the only one that it should have; None for any other failure.

    Example:
        >>> wrong_status("Expected status 200.\\nGot 404 Not Found: {}")
        WrongStatus(wanted=200, got=404)
    """
    unmet, got = Unmet.read(failure), status_shown(failure)
    wanted = ExpectedStatus.read_whole(unmet.expected) if unmet else None
    return WrongStatus(wanted.status, got) if wanted and wanted.token is None and got else None


def status_shown(failure: str) -> int | None:
    """Return the status of the response that a failure shows in place of what was expected; None if it shows none.

    Example:
        >>> status_shown("Expected a JSON body.\\nGot 502 Bad Gateway: no JSON")
        502
    """
    unmet = Unmet.read(failure)
    shown = ShownResponse.read(unmet.got) if unmet else None
    return shown.status if shown else None


def status_in_place_of_success(failure: str) -> int | None:
    """Return which status a response has, or each of several, that should be one of success; None for any other failure.

    Example:
        >>> status_in_place_of_success("Expected the statuses 200 (2 times).\\nGot 503 (2 times)")
        503
        >>> status_in_place_of_success("Expected the statuses 200 (2 times).\\nGot 200 (1 times), 503 (1 times)") is None
        True
    """
    wrong = _wrong_status_of_all(failure) or wrong_status(failure)
    return wrong.got if wrong and kind_of(wrong.wanted) == SUCCESS else None


def _wrong_status_of_all(failure: str) -> WrongStatus | None:
    several = WrongStatuses.read(failure)
    if several is None:
        return None
    wanted, got = map(StatusCount.read_whole, (several.expected, several.got))
    return WrongStatus(int(wanted.status), int(got.status)) if wanted and got else None
