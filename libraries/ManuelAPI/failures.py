"""The messages of failed expectations: what was expected, what the API returned, where, and what to look at next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cause_register import Example
from cause_register.aws_calls import faults_in
from cause_register.form import Form
from cause_register.forms import AWS_CALLS, FINDING, ONE_THAT_DIFFERS, WHERE, ShownResponse, Unmet
from ManuelAPI.advice import hint_for
from ManuelAPI.aws_calls import describe_aws_calls
from ManuelAPI.request_ids import REQUEST_ID
from secret_masking import mask

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

BODY_EXCERPT = 800
MASKED_EXCERPT = 20_000
"""How much of a text is searched for secrets to show its beginning: more than the longest secret beyond what is shown."""
TRACE_ID = "X-Amzn-Trace-Id"


def failure(
    expected: str, got: str | Sequence[str], response: "Response", advice: str | None = None
) -> AssertionError:
    """Return the error of a failed expectation about a response.

    Args:
        expected: What was expected, as a phrase.
        got: What the API returned instead, as a phrase or as a list of findings.
        response: The response in question.
        advice: What to look at next; by default what the response suggests.
    """
    findings = got if isinstance(got, str) else ONE_THAT_DIFFERS + "".join(f"{FINDING}{each}" for each in got)
    return failure_in_form(Unmet(expected, findings), response, advice)


def failure_in_form(said: Form | str, response: "Response", advice: str | None = None) -> AssertionError:
    """Return the error of a failed expectation about a response, for which there is a form of words.

    Args:
        said: What was expected, and what the API returned instead.
        response: The response in question.
        advice: What to look at next; by default what the response suggests.
    """
    lines = [str(said), f"{WHERE}{describe_exchange(response)}"]
    if calls := describe_aws_calls(trace_id_of(response)):
        lines += [AWS_CALLS, *(f"  {call}" for call in calls)]
    lines.append(f"Hint: {advice or hint_for(response)}")
    return AssertionError("\n".join(lines))


def example_of(response: "Response") -> Example:
    """Return what happened with a response, for the register of causes."""
    trace_id = trace_id_of(response)
    calls = tuple(describe_aws_calls(trace_id))
    return Example(
        where=mask(describe_exchange(response)),
        request_id=response.headers.get(REQUEST_ID),
        trace_id=trace_id or None,
        aws_calls=calls,
        faults=faults_in(calls),
    )


def describe_status(response: "Response") -> str:
    """Return the status and the beginning of the body."""
    return str(ShownResponse(response.status_code, str(response.reason), excerpt(response.text)))


def describe_exchange(response: "Response") -> str:
    """Return method, URL, request id, trace id and duration."""
    return f"{describe_request(response.request)}, {describe_ids(response)}"


def describe_ids(response: "Response") -> str:
    """Return request id, trace id and duration."""
    return (
        f"request id {response.headers.get(REQUEST_ID, 'missing')}, trace id {trace_id_of(response) or 'missing'}, "
        f"{response.elapsed.total_seconds() * 1000:.0f} ms"
    )


def describe_request(request: "PreparedRequest") -> str:
    """Return method and URL."""
    return f"{request.method} {request.url}"


def trace_id_of(response: "Response") -> str:
    """Return the trace id that the gateway assigned to the request, or took from it."""
    return response.headers.get(TRACE_ID) or str(response.request.headers.get(TRACE_ID, ""))


def excerpt(text: str) -> str:
    """Return the beginning of a text, on one line. It is masked first: what is left of a secret would not be recognised."""
    line = mask(" ".join(text[:MASKED_EXCERPT].split()))
    if len(line) > BODY_EXCERPT or len(text) > MASKED_EXCERPT:
        return f"{line[:BODY_EXCERPT]}… ({len(text)} characters)"
    return line or "(no body)"
