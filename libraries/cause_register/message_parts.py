"""The parts of a failure message: which request it is about, what was expected and what was there instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cause_register.forms import FROM, WHERE
from cause_register.generalised_texts import without_values

FindPath = Callable[[str], str | None]
UNKNOWN_REQUEST = "Any unknown path or method"
"""The operation of all requests whose path is not in the contract."""
NO_ERROR = "no error"
"""What a message expects that names no expectation: that of an exception."""

_SEARCHED_LENGTH = 5_000
"""How much of a message is searched for its expectation: Robot Framework cuts messages sooner."""
_LINE_AND_LIST = r"[^\n]+?(?:\n +- [^\n]+)*"
_EXPECTATION = re.compile(
    rf"^ *(?:\d+\) |(?P<subject>[^\n]+): )?[Ee]xpected:? (?P<expected>{_LINE_AND_LIST})"
    rf"(?:\.?\s*\n *[Gg]ot:? +|[,.]? (?:but )?got )(?P<got>{_LINE_AND_LIST})$",
    re.MULTILINE,
)
_REQUEST = re.compile(
    rf"^(?:{WHERE}|(?P<from>{FROM}))"
    r"(?P<where>(?:(?P<method>[A-Za-z]+) https?://[^/\s]+(?P<path>[^\s?#,]*)|(?P<call>\w+) at user pool )[^\n]*)",
    re.MULTILINE,
)
_STATUS = re.compile(r"(?P<status>[1-5]\d\d [A-Za-z][\w '-]*)(?:: (?P<body>.*))?", re.DOTALL)
_ERROR_TYPE = re.compile(r'"error_type": ?"(\w+)"')


@dataclass(frozen=True)
class MessageParts:
    """The parts of the message of one failure.

    Attributes:
        failure: The message.
        operation: Method and path in the contract, or what else it is about, such as a measurement; may be empty.
        request: The request with its ids, in one line; empty if the message names none.
        is_about_value: Whether it is about a value that came with the response to this request, rather than the response itself.
        subject: What precedes the expectation, such as the name of a variable; may be empty.
        expected: What was expected; None if the message says nothing like that.
        got: What was there instead, likewise.
    """

    failure: str
    operation: str
    request: str
    is_about_value: bool
    subject: str
    expected: str | None
    got: str | None

    def phrases(self, generalise: Callable[[str], str]) -> tuple[str, str]:
        """Return what was expected and what was there instead, each made general; of a response its status and type of error."""
        if self.expected is None or self.got is None:
            return NO_ERROR, generalise(self.failure.partition("\n")[0])
        expected = generalise(self.expected).removesuffix(f" of {self.operation}")
        return expected, status_in(self.got) or generalise(self.got)


def parts_of(failure: str, find_path: FindPath) -> MessageParts:
    """Return the parts of the message of one failure.

    Args:
        failure: The message.
        find_path: Returns the path in the contract that a request's path matches; None if there is none.

    Example:
        >>> parts = parts_of("Expected status 201.\\nGot 404 Not Found\\nWhere: GET http://a/b", {"/b": "/b"}.get)
        >>> parts.operation, parts.expected, parts.got
        ('GET /b', 'status 201', '404 Not Found')
    """
    request = _REQUEST.search(failure)
    expectation = _EXPECTATION.search(failure[:_SEARCHED_LENGTH])
    subject = (expectation["subject"] or "") if expectation else ""
    return MessageParts(
        failure=failure,
        operation=_operation(request, find_path) if request else subject and without_values(subject),
        request=request["where"] if request else "",
        is_about_value=bool(request and request["from"]),
        subject=subject,
        expected=expectation["expected"] if expectation else None,
        got=expectation["got"] if expectation else None,
    )


def in_one_line(operation: str, expected: str, got: str) -> str:
    """Return what was expected of an operation and what was there instead, as one line.

    Example:
        >>> in_one_line("GET /b", "status 201", "404 Not Found")
        'GET /b: expected status 201, got 404 Not Found'
        >>> in_one_line("", "no error", "a timeout")
        'Expected no error, got a timeout'
    """
    text = f"expected {expected}, got {got}"
    return f"{operation}: {text}" if operation else f"E{text[1:]}"


def status_in(phrase: str) -> str | None:
    """Return the status of a response and the type of its error; None if the phrase is about something else.

    Example:
        >>> status_in('429 Too Many Requests: {"error_type": "quota_exceeded"}')
        '429 Too Many Requests quota_exceeded'
    """
    status = _STATUS.fullmatch(phrase)
    if status is None:
        return None
    error_type = _ERROR_TYPE.search(status["body"] or "")
    return f"{status['status']} {error_type[1]}" if error_type else status["status"]


def _operation(request: re.Match[str], find_path: FindPath) -> str:
    if request["call"]:
        return f"{request['call']} of the user pool"
    path = _path_in_contract(request["path"], find_path)
    return f"{request['method']} {path}" if path else UNKNOWN_REQUEST


def _path_in_contract(path: str, find_path: FindPath) -> str | None:
    """Return the path in the contract, below any base path."""
    segments = path.split("/")[1:]
    candidates = ("/" + "/".join(segments[start:]) for start in range(len(segments)))
    return next(filter(None, map(find_path, candidates)), None)
