"""The messages of failed expectations: what was expected, what the API returned, where, and what to look at next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cause_register import Example
from ManuelAPI.aws_calls import FAULT, describe_aws_calls
from secret_masking import mask

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

BODY_EXCERPT = 800
REQUEST_ID = "x-amzn-RequestId"
TRACE_ID = "X-Amzn-Trace-Id"
ADVICE = {
    400: "The backend rejected the request: its error names the field. Does the request match the contract?",
    401: "The token was rejected: Get Token Claims shows its content. Does token_kind match the API's authorizer?",
    403: "The gateway or the backend denied access. Does the path have this method? Is the user in the group?",
    404: "There is no such object, or another user owns it. Did this user create it? Has it been deleted?",
    413: "The request is larger than body_limit_mb.",
    429: "A rate limit or quota is used up: Get Quota shows the user's quota, and the error names the limit.",
    503: "A dependency failed, or its circuit breaker is open: see the AWS calls and Get Circuit Breakers.",
    504: "A dependency did not respond in time: see the AWS calls and their durations.",
}
UNKNOWN_STATUS_ADVICE = "Search the backend's log for this request id."


def failure(
    expected: str, got: str | Sequence[str], response: "Response", advice: str | None = None
) -> AssertionError:
    """Return the error of a failed expectation about a response.

    Args:
        expected: What was expected, as a phrase.
        got: What the API returned instead, as a phrase or as a list of findings.
        response: The response in question.
        advice: What to look at next; by default what the status suggests.
    """
    findings = got if isinstance(got, str) else "one that differs:" + "".join(f"\n  - {each}" for each in got)
    lines = [f"Expected {expected}.", f"Got {findings}", f"Where: {describe_exchange(response)}"]
    if calls := describe_aws_calls(trace_id_of(response)):
        lines += ["AWS calls of the request:", *(f"  {call}" for call in calls)]
    lines.append(f"Hint: {advice or hint_for(response)}")
    return AssertionError("\n".join(lines))


def hint_for(response: "Response") -> str:
    """Return what to look at next, as the status suggests."""
    return ADVICE.get(response.status_code, UNKNOWN_STATUS_ADVICE)


def example_of(response: "Response") -> Example:
    """Return what happened with a response, for the register of causes."""
    trace_id = trace_id_of(response)
    calls = tuple(describe_aws_calls(trace_id))
    faults = (call.partition(FAULT)[2] for call in calls if FAULT in call)
    return Example(
        where=mask(describe_exchange(response)),
        request_id=response.headers.get(REQUEST_ID),
        trace_id=trace_id or None,
        aws_calls=calls,
        faults=tuple(dict.fromkeys(faults)),
    )


def describe_status(response: "Response") -> str:
    """Return the status and the beginning of the body."""
    return f"{response.status_code} {response.reason}: {excerpt(response.text)}"


def describe_exchange(response: "Response") -> str:
    """Return method, URL, request id, trace id and duration."""
    return (
        f"{describe_request(response.request)}, request id {response.headers.get(REQUEST_ID, 'missing')}, "
        f"trace id {trace_id_of(response) or 'missing'}, {response.elapsed.total_seconds() * 1000:.0f} ms"
    )


def describe_request(request: "PreparedRequest") -> str:
    """Return method and URL."""
    return f"{request.method} {request.url}"


def trace_id_of(response: "Response") -> str:
    """Return the trace id that the gateway assigned to the request, or took from it."""
    return response.headers.get(TRACE_ID) or str(response.request.headers.get(TRACE_ID, ""))


def excerpt(text: str) -> str:
    """Return the beginning of a text, on one line. It is masked first: what is left of a secret would not be recognised."""
    line = mask(" ".join(text.split()))
    return (
        f"{line[:BODY_EXCERPT]}… ({len(text)} characters)"
        if len(line) > BODY_EXCERPT
        else line or "(no body)"
    )
