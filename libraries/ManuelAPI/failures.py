"""What a failing test says: what was expected, what came, where, and what to look at next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ManuelAPI.aws_calls import describe_aws_calls

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

BODY_EXCERPT = 800
REQUEST_ID = "x-amzn-RequestId"
TRACE_ID = "X-Amzn-Trace-Id"
ADVICE = {
    400: "The backend found the request wrong: its error names the field. Is the request what the contract asks for?",
    401: "The token was refused: Get Token Claims shows what it says. Does token_kind fit the API's authorizer?",
    403: "The gateway or the backend denied access: does this path have this method, is the user in the group?",
    404: "Nobody owns such an object, or somebody else does: was it created by this user, and not deleted yet?",
    413: "The request is larger than body_limit_mb.",
    429: "A rate limit or quota is used up: Get Quota shows the user's quota, the error's text names the limit.",
    503: "A dependency failed, or its circuit breaker is open: see the AWS calls, and Get Circuit Breakers.",
    504: "A dependency did not answer in time: see the AWS calls and their durations.",
}
UNKNOWN_STATUS_ADVICE = "The backend's log has more under this request id."


def failure(
    expected: str, came: str | Sequence[str], response: "Response", advice: str | None = None
) -> AssertionError:
    """A failed expectation about a response.

    Args:
        expected: What was expected, as a phrase.
        came: What came, as a phrase, or as a list of findings.
        response: The response that it is about.
        advice: What to look at next; by default what its status suggests.
    """
    findings = (
        came if isinstance(came, str) else "one that differs:" + "".join(f"\n  - {each}" for each in came)
    )
    lines = [f"Expected {expected}.", f"Got {findings}", f"Where: {describe_exchange(response)}"]
    if calls := describe_aws_calls(trace_id_of(response)):
        lines += ["AWS calls of this request:", *(f"  {call}" for call in calls)]
    lines.append(f"Hint: {advice or ADVICE.get(response.status_code, UNKNOWN_STATUS_ADVICE)}")
    return AssertionError("\n".join(lines))


def describe_status(response: "Response") -> str:
    """The status and the beginning of the body."""
    return f"{response.status_code} {response.reason}: {excerpt(response.text)}"


def describe_exchange(response: "Response") -> str:
    """Method, URL, request id, trace id and duration."""
    return (
        f"{describe_request(response.request)}, request id {response.headers.get(REQUEST_ID, 'missing')}, "
        f"trace id {trace_id_of(response) or 'missing'}, {response.elapsed.total_seconds() * 1000:.0f} ms"
    )


def describe_request(request: "PreparedRequest") -> str:
    """Method and URL."""
    return f"{request.method} {request.url}"


def trace_id_of(response: "Response") -> str:
    """The trace id that the gateway gave this request, or kept from it."""
    return response.headers.get(TRACE_ID) or str(response.request.headers.get(TRACE_ID, ""))


def excerpt(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return (
        f"{line[:BODY_EXCERPT]}… ({len(text)} characters)"
        if len(line) > BODY_EXCERPT
        else line or "(no body)"
    )
