"""Expectations about each of several responses: one failure lists all that differ."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cause_register.forms import FINDING, EachDiffers, ShownResponse, Unmet
from ManuelAPI.error_types import error_type_of
from ManuelAPI.failures import excerpt, failure_in_form
from ManuelAPI.preconditions import can_be_judged, require_judgeable

if TYPE_CHECKING:
    from requests import Response

SHOWN_OF_BODY = 40


def require_each(
    responses: "Sequence[Response]", expected: str, is_right: "Callable[[Response], bool]"
) -> None:
    """Fail unless each response is right.

    Args:
        responses: The responses, one at least.
        expected: What each must be or do, as a phrase in the infinitive: `have status 401`.
        is_right: Whether a response is.

    Raises:
        AssertionError: One is not; the message lists all that are not with their status.
    """
    require_no_findings(responses, expected, lambda each: () if is_right(each) else (short_status(each),))


def require_no_findings(
    responses: "Sequence[Response]", expected: str, find: "Callable[[Response], Sequence[str]]"
) -> None:
    """Fail if anything is found in a response. Operations for which every response has the finding are skipped.

    Args:
        responses: The responses, one at least.
        expected: What each must be or do, as a phrase in the infinitive: `have status 401`.
        find: Returns what is wrong with a response, a line each.

    Raises:
        BlockedByCauseError: Something was found in responses of such operations only.
        AssertionError: Something was found; the message lists it for each response, or once if all have the same findings, and
            describes the first one in full.
    """
    if not responses:
        raise AssertionError(str(Unmet(f"responses to {expected}", "none: no request was sent.")))
    differing = [(response, found) for response in responses if (found := find(response))]
    judged = [(response, found) for response, found in differing if can_be_judged(response)]
    if judged:
        routes, findings = _listed(judged)
        said = EachDiffers(len(responses), expected, len(judged), routes)
        raise failure_in_form(f"{said}{findings}", judged[0][0])
    for response, _ in differing:
        require_judgeable(response)


def _listed(differing: "Sequence[tuple[Response, Sequence[str]]]") -> tuple[str | None, str]:
    """Return the routes, if the findings of all responses are the same, and the findings, once; else those of each response.

    So the message is not cut.
    """
    routes = [_describe_route(response) for response, _ in differing]
    alike = {tuple(found) for _, found in differing}
    if len(routes) > 1 and len(alike) == 1:
        return ", ".join(routes), "".join(f"{FINDING}{finding}" for finding in alike.pop())
    return None, "".join(
        f"{FINDING}{route}: {finding}"
        for route, (_, found) in zip(routes, differing, strict=True)
        for finding in found
    )


def short_status(response: "Response") -> str:
    """Return the status and the type of the error, or the beginning of the body: so short that many fit into one message."""
    status = str(ShownResponse(response.status_code, str(response.reason)))
    if error_type := error_type_of(response):
        return f"{status} {error_type}"
    body = excerpt(response.text)
    return f"{status}: {body}" if len(body) <= SHOWN_OF_BODY else f"{status}: {body[:SHOWN_OF_BODY]}…"


def _describe_route(response: "Response") -> str:
    """Return method and path, since the host is that of all."""
    return f"{response.request.method} {response.request.path_url}"
