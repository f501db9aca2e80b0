"""What a test expected and what it got, as the message of its failure says."""

import re
from dataclasses import dataclass, field

from cause_register.aws_calls import faults_in, lines_of_calls
from cause_register.cause import CauseKind, Example, KnownCause
from cause_register.failure_message import failures_in
from cause_register.generalised_texts import without_values
from cause_register.message_parts import FindPath, in_one_line, parts_of, status_in
from cause_register.reasons import reason_of_parts

LONGEST_TITLE = 200
A_RESPONSE_OF_THE_CONTRACT = "a response as in the contract"

_REQUEST_ID = re.compile(r"request id ([^\s,]+)")
_TRACE_ID = re.compile(r"trace id ([^\s,]+)")


@dataclass(frozen=True)
class Outcome:
    """What was expected and what was there instead, without what varies from test to test; equal if those are.

    Attributes:
        operation: Method and path in the contract, or what else it is about, such as `Any response`; may be empty.
        expected: What was expected, as a phrase; values are `…`.
        got: What was there instead, likewise; of a response its status and the type of its error.
        example: The request with its ids and AWS calls.
        reason: The outcome in one line, with its numbers: two failures that differ in a number may have two causes. Empty if the
            message names no request, nor anything that says as much.
    """

    operation: str
    expected: str
    got: str
    example: Example = field(default=Example(), compare=False)
    reason: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """The outcome in one line."""
        line = in_one_line(self.operation, self.expected, self.got)
        return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE]}…"


def outcomes_of_failure(message: str, find_path: FindPath) -> list[Outcome]:
    """Return what a failure message says: one outcome, or several different ones if several keywords have failed.

    Args:
        message: The message.
        find_path: As for `outcome_of_failure`.

    Example:
        >>> message = "Several failures occurred:\\n\\n1) Expected a.\\nGot b\\n\\n2) Expected c.\\nGot d"
        >>> [outcome.expected for outcome in outcomes_of_failure(message, {}.get)]
        ['a', 'c']
    """
    return list(dict.fromkeys(_outcome(failure, find_path) for failure in failures_in(message)))


def outcome_of_failure(message: str, find_path: FindPath) -> Outcome:
    """Return what a failure message says, or of several failures the first.

    Args:
        message: The message.
        find_path: Returns the path in the contract that a request's path matches; None if there is none.

    Example:
        >>> message = "Expected status 201.\\nGot 404 Not Found: {}\\nWhere: GET http://a/prod/health, request id 1"
        >>> outcome_of_failure(message, {"/health": "/health"}.get).title
        'GET /health: expected status 201, got 404 Not Found'
        >>> outcome_of_failure("ConnectionError: nothing is listening", {}.get).title
        'Expected no error, got ConnectionError: nothing is listening'
    """
    return _outcome(failures_in(message)[0], find_path)


def outcome_of_cause(known: KnownCause) -> Outcome:
    """Return what a cause of the register says: of a deviation, whose it is and what is wrong there, but no value.

    Example:
        >>> from cause_register import Cause
        >>> deviation = Cause(CauseKind.DEVIATION, "…", "Any error: `request_id` is missing", "a response that …", "one that …")
        >>> outcome_of_cause(KnownCause(deviation, "Api.Health.Service Is Healthy", Example())).operation
        'Any error'
    """
    cause = known.cause
    if cause.kind == CauseKind.DEVIATION:
        subject, _, finding = cause.title.partition(": ")
        return Outcome(subject, A_RESPONSE_OF_THE_CONTRACT, finding, known.example)
    expected = without_values(cause.expected).removesuffix(f" of {cause.operation}")
    return Outcome(
        cause.operation, expected, status_in(cause.got) or without_values(cause.got), known.example
    )


def _outcome(failure: str, find_path: FindPath) -> Outcome:
    parts = parts_of(failure, find_path)
    expected, got = parts.phrases(without_values)
    example = _example(failure, parts.request)
    return Outcome(parts.operation, expected, got, example, reason_of_parts(parts))


def _example(message: str, where: str) -> Example:
    calls = tuple(lines_of_calls(message))
    return Example(where, _first(_REQUEST_ID, where), _first(_TRACE_ID, where), calls, faults_in(calls))


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None
