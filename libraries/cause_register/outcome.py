"""What a test expected and what it got, as the message of its failure says."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from cause_register.breakers import wrong_breaker
from cause_register.broken_requests import broken_request
from cause_register.cause import CauseKind, Example, KnownCause
from cause_register.citations import OTHERS, cites_others, wrong_page
from cause_register.failure_message import FORGED_TOKEN, failures_in, is_incomplete
from cause_register.lists import wrong_list
from cause_register.load_failures import failed_load
from cause_register.members import missing_members, without_variable, wrong_metric, wrong_number, wrong_word
from cause_register.refused_keys import refused_key
from cause_register.simultaneous import unexpected_statuses

FindPath = Callable[[str], str | None]
LONGEST_TITLE = 200
SEARCHED_LENGTH = 5_000
"""How much of a message is searched for its expectation: Robot Framework cuts messages sooner."""
A_RESPONSE_OF_THE_CONTRACT = "a response as in the contract"
UNKNOWN_REQUEST = "A request that the API does not have"
"""The operation of all requests whose path is none of the contract's."""
ANY_RESPONSE = "Any response"
"""The operation of what all responses have in common."""
NO_ERROR = "no error"
"""What a message expects that names no expectation: that of an exception."""
FAULT = ", by fault rule "
"""In a line about an AWS call, what precedes the name of the fault rule that hit it."""

VALUE = "…"
"""What stands for a value that varies from test to test."""

_LINE_AND_LIST = r"[^\n]+?(?:\n +- [^\n]+)*"
_EXPECTATION = re.compile(
    rf"^ *(?:\d+\) |(?P<subject>[^\n]+): )?[Ee]xpected:? (?P<expected>{_LINE_AND_LIST})"
    rf"(?:\.?\s*\n *[Gg]ot:? +|[,.]? (?:but )?got )(?P<got>{_LINE_AND_LIST})$",
    re.MULTILINE,
)
_REQUEST = re.compile(
    r"^(?:Where|(?P<from>From)): "
    r"(?P<where>(?:(?P<method>[A-Za-z]+) https?://[^/\s]+(?P<path>[^\s?#,]*)|(?P<call>\w+) at user pool )[^\n]*)",
    re.MULTILINE,
)
_WITHOUT_REQUEST = re.compile(
    r"\AExpected no (?:object|item|message) [^\n]*? (?:in|from) (?:bucket|table|queue|topic) [^\s,]+, got "
    r"|\AExpected [^\n]+\nGot a success: Cognito accepted it"
    r"|\AExpected an item for [^\n]+ and today in table "
    r"|\AExpected failure \w+ to happen: "
)
"""What says as much as a request: what is left in a resource that should not be, what a user pool should have refused, a user
who is not counted on the day, and a failure that cannot be brought about."""
_UNRECORDED = re.compile(
    r"\AExpected (?:(?P<holder>(?:queue|topic) \S+) to (?:hold|have published) \d+ messages?|an item)"
    r" with (?:[^\n]*, )?request_id=[^\n]*?(?: in (?P<table>table [^\s,]+))?, got (?:0|none)\b"
)
"""A request that has left no record where it should have."""
_INTERNALS = re.compile(
    r"\AExpected a response (?:without|to reveal no) internal details\.\nGot one that differs:\n  - (?P<revealed>[^\n]+)"
)
"""Which internal detail a response reveals."""
_NOT_INDEXED = re.compile(
    r"\AExpected manual [^\n]+ to be indexed\.\n"
    r"Got (?:a (?P<failed>failed) ingestion|status (?P<status>\w+) \(waited [^\n]+)$",
    re.MULTILINE,
)
_NEEDLESS = re.compile(
    r"Expected (?:status 2\d\d|the statuses 2\d\d \(\d+ times\)|a response that has [^\n]+)\.\n"
    r"Got 503(?! \(\d+ times\),)[^\n]*\nWhere: [^\n]*\n"
    r"AWS calls of the request:\n"
    r"(?:  none$|(?:  \S+ attempt \d+: (?:2\d\d|400 ConditionalCheckFailedException), \d+ ms(?:\n|\Z))+(?! ))",
    re.MULTILINE,
)
"""A request that is refused as if a dependency had failed, and none of its calls has: an open circuit breaker does so."""
_HITS = re.compile(r"\AFailure [^\n]*: expected hits on (?P<wanted>\d+) requests, got (?P<got>[1-9]\d*)\b")
"""A failure that has hit requests of AWS which should not have been sent, or fewer than should have been."""
_REQUEST_ID = re.compile(r"request id ([^\s,]+)")
_TRACE_ID = re.compile(r"trace id ([^\s,]+)")
_CALLS = re.compile(r"^AWS calls of the request:\n((?:  .*\n?)+)", re.MULTILINE)
_STATUS = re.compile(r"(?P<status>[1-5]\d\d [A-Za-z][\w '-]*)(?:: (?P<body>.*))?", re.DOTALL)
_ERROR_TYPE = re.compile(r'"error_type": ?"(\w+)"')
_TYPE_OF_ERROR = re.compile(r"(?<=[a-z]) [a-z]+(?:_[a-z]+)+\Z")
"""What follows the status of a response that is shown whole: in lists of responses each has its status alone."""
_NUMBER = re.compile(r"(?<!status )(?<![\w….])(?![1-5]\d\d [A-Z][A-Za-z])-?\d[\d.,:]*(?<![.,:])(?!\w)")
_TEXTS = (
    (re.compile(r" \(waited [\d.]+ \w+\)"), ""),
    (re.compile(r"https?://[^/\s]+(?=/)"), ""),
    (re.compile(r"(?<= [1-5]\d\d )([A-Za-z][A-Za-z' -]*): .*"), r"\1"),
    (re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""), VALUE),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b"), VALUE),
    (re.compile(r"(?<![\w.-])[\w-]+(?=\.(?:pdf|wav)\b)"), VALUE),
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"), VALUE),
    (re.compile(r"(?<==)(?!-?\d[\d.]*(?:[\s,;]|$))[^\s,;]+"), VALUE),
    (re.compile(rf"([^\s,]*{VALUE}[^\s,]*)(?:, \1)+(?![^\s,.])"), r"\1"),
    (re.compile(r":\n +- "), ": "),
    (re.compile(r"\n +- "), "; "),
    (re.compile(r"\s+"), " "),
)


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
        line = _line(self.operation, self.expected, self.got)
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


def reason_of_failure(failure: str, find_path: FindPath, breaks_with: Collection[int] = ()) -> str:
    """Return the reason for which a test with this failure is red or blocked; an empty text if there is none.

    There is none if the message names no request, and if it says several things and Robot Framework has cut it.

    Args:
        failure: The message of one failure, about one response.
        find_path: As for `outcome_of_failure`.
        breaks_with: The statuses of server errors that no operation documents. A backend that breaks with one of them where it
            should refuse a request does the same whatever it refuses, and so does one that breaks in the same place.

    Example:
        >>> usage = "Expected growth by 3.\\nGot growth by 1\\nWhere: GET http://a/usage"
        >>> reason_of_failure(usage, {"/usage": "/usage"}.get)
        'GET /usage: expected growth by 3, got growth by 1'
        >>> reason_of_failure("1 != 4", {}.get)
        ''
    """
    if is_incomplete(failure):
        return ""
    if refused := broken_request(failure, breaks_with) or refused_key(failure):
        return refused
    if _NEEDLESS.match(failure):
        return "Any request: expected a success, got 503 although no AWS call has failed"
    return _outcome(failure, find_path).reason


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
        >>> deviation = Cause(CauseKind.DEVIATION, "…", "Any error: `request_id` is missing", "a response that …", "one that …")
        >>> outcome_of_cause(KnownCause(deviation, "Api.Health.Service Is Healthy", Example())).operation
        'Any error'
    """
    cause = known.cause
    if cause.kind == CauseKind.DEVIATION:
        subject, _, finding = cause.title.partition(": ")
        return Outcome(subject, A_RESPONSE_OF_THE_CONTRACT, finding, known.example)
    expected = _without_values(cause.expected).removesuffix(f" of {cause.operation}")
    return Outcome(
        cause.operation, expected, _status_in(cause.got) or _without_values(cause.got), known.example
    )


def _outcome(failure: str, find_path: FindPath) -> Outcome:
    request = _REQUEST.search(failure)
    expectation = _EXPECTATION.search(failure[:SEARCHED_LENGTH])
    operation = _operation(request, expectation, find_path)
    expected, got = _phrases(failure, expectation, operation, _without_values)
    return Outcome(
        operation=operation,
        expected=expected,
        got=got,
        example=_example(failure, request["where"] if request else ""),
        reason=_reason(failure, request, expectation, operation),
    )


def _reason(
    failure: str, request: re.Match[str] | None, expectation: re.Match[str] | None, operation: str
) -> str:
    if _WITHOUT_REQUEST.match(failure) and (request is None or request["from"]):
        return _line("", *_phrases(failure, expectation, "", _without_values))
    if unrecorded := _UNRECORDED.match(failure):
        return f"Expected a record of the request in {unrecorded['holder'] or unrecorded['table']}, got none"
    if number := wrong_metric(failure) or wrong_breaker(failure):
        return str(number)
    if hits := _HITS.match(failure):
        return f"Failures hit {hits['got']} requests in place of {hits['wanted']}"
    if failed := failed_load(failure):
        return failed
    return _reason_of_response(failure, request, expectation, operation) if request else ""


def _reason_of_response(
    failure: str, request: re.Match[str], expectation: re.Match[str] | None, operation: str
) -> str:
    if internals := _INTERNALS.match(failure):
        return f"{ANY_RESPONSE}: {internals['revealed']} is revealed"
    if said := _in_other_words(failure, operation):
        return f"{operation}: {said}"
    if wrong := wrong_number(failure) or wrong_page(failure):
        return f"{ANY_RESPONSE if wrong.quantity else operation}: {wrong}"
    expected, got = _phrases(failure, expectation, operation, _without_texts)
    if FORGED_TOKEN in expected:
        got = _TYPE_OF_ERROR.sub("", got)
    return _line(operation, _of_a_value(expected, expectation) if request["from"] else expected, got)


def _in_other_words(failure: str, operation: str) -> str:
    """Return what a failure is about in the words that it has in common with others; an empty text if it has words of its own."""
    if missing := missing_members(failure):
        return f"there is nothing in {missing}"
    if unexpected := unexpected_statuses(failure):
        return f"expected no {unexpected} among simultaneous requests"
    if cites_others(failure):
        return OTHERS
    if manual := _NOT_INDEXED.match(failure):
        return f"status is {manual['failed'] or manual['status']}"
    return wrong_list(failure, operation) or wrong_word(failure)


def _of_a_value(expected: str, expectation: re.Match[str] | None) -> str:
    """Return what was expected of a value that came with a response, without the name of the variable that has it."""
    subject = expectation["subject"] if expectation is not None else None
    return f"{without_variable(subject)}: {expected}" if subject else without_variable(expected)


def _phrases(
    failure: str, expectation: re.Match[str] | None, operation: str, generalise: Callable[[str], str]
) -> tuple[str, str]:
    """Return what was expected and what was there instead, each made general."""
    if expectation is None:
        return NO_ERROR, generalise(failure.partition("\n")[0])
    expected = generalise(expectation["expected"]).removesuffix(f" of {operation}")
    return expected, _status_in(expectation["got"]) or generalise(expectation["got"])


def _line(operation: str, expected: str, got: str) -> str:
    text = f"expected {expected}, got {got}"
    return f"{operation}: {text}" if operation else f"E{text[1:]}"


def _operation(request: re.Match[str] | None, expectation: re.Match[str] | None, find_path: FindPath) -> str:
    """Return what a failure is about: the request, or else what precedes the expectation, such as a measurement's name."""
    if request is not None and request["call"]:
        return f"{request['call']} of the user pool"
    if request is not None:
        path = _path_in_contract(request["path"], find_path)
        return f"{request['method']} {path}" if path else UNKNOWN_REQUEST
    subject = expectation["subject"] if expectation is not None else None
    return _without_values(subject) if subject else ""


def _path_in_contract(path: str, find_path: FindPath) -> str | None:
    """Return the path in the contract, below any base path."""
    segments = path.split("/")[1:]
    candidates = ("/" + "/".join(segments[start:]) for start in range(len(segments)))
    return next(filter(None, map(find_path, candidates)), None)


def _status_in(phrase: str) -> str | None:
    """Return the status of a response and the type of its error; None if the phrase is about something else."""
    status = _STATUS.fullmatch(phrase)
    if status is None:
        return None
    error_type = _ERROR_TYPE.search(status["body"] or "")
    return f"{status['status']} {error_type[1]}" if error_type else status["status"]


def _without_values(phrase: str) -> str:
    return _NUMBER.sub(VALUE, _without_texts(phrase))


def _without_texts(phrase: str) -> str:
    for pattern, replacement in _TEXTS:
        phrase = pattern.sub(replacement, phrase)
    return phrase.strip(" .") or "nothing"


def _example(message: str, where: str) -> Example:
    calls = tuple(line.strip() for line in (_first(_CALLS, message) or "").splitlines())
    faults = dict.fromkeys(call.partition(FAULT)[2] for call in calls if FAULT in call)
    return Example(where, _first(_REQUEST_ID, where), _first(_TRACE_ID, where), calls, tuple(faults))


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None
