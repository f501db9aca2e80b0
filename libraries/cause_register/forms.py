"""The forms in which keywords say what has failed, for those who write them and for those who look for the cause.

A message that is said in one of them may go on: with a request, its AWS calls, a hint, or how long a test has waited.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from cause_register.form import NUMBER, Form, Integer, Line, Phrase, Word

EXPECTED, GOT = "Expected ", "Got "
"""How the line begins that says what was expected, and the one that says what was there instead."""
WHERE, FROM = "Where: ", "From: "
"""How the line begins that names a request, and that of the request with which a value came."""
AWS_CALLS = "AWS calls of the request:"
"""The line before the AWS calls of a request, each on a line of its own."""
NO_CALLS = "none"
FINDING = "\n  - "
"""What precedes each of several findings."""
ONE_THAT_DIFFERS, ONE_WITH = "one that differs:", "one with:"
"""What a keyword got that lists findings."""
STATUS = "status "
FORGED_TOKEN = "for the forged token "
WITHOUT_INTERNALS, REVEAL_NO_INTERNALS = "without internal details", "reveal no internal details"
"""What is expected of one response, and of each of several."""
WITH_A_MESSAGE, THAT_SAYS_WHEN = (
    "with a human-readable message",
    "that says in how many seconds to try again",
)
"""What is expected of every error."""
A_JSON_BODY = "a JSON body"
A_RESPONSE_THAT_HAS = "a response that has "
ANY_SUCCESS = "a status of success, 200 to 299"
SUCCESS_OR_STATUS = "a success or status "
ANY_REJECTION = "a rejection with status 400 to 499"
"""What is expected of a response; a name or a status may follow."""
A_RESPONSE_TO = "a response to "
"""How that begins which is expected of one of several responses."""
AN_ANSWER = "an answer"
"""How that begins which is expected of what the assistant says."""
GROWTH_OF_USAGE, USAGE, A_QUOTA, AN_OBJECT, A_RESPONSE = (
    "growth of the usage",
    "usage",
    "a quota",
    "an object",
    "a response",
)
"""Subjects of `ExpectedFields` that show counters."""
DIFFERENT_NUMBERS_OF_TOKENS = "different numbers of tokens"
"""What answers must have from which the price of a token is to be told."""
METHOD_TO_BE_REFUSED, REFUSE_THE_METHOD = "the method to be refused with ", "refuse the method with "
"""What is expected of one response, and of each of several; how follows."""
FAILED_INGESTION = "a failed ingestion"
NO_VALUE = "no value since the test began"

Number = Annotated[str, NUMBER]
Status = Annotated[int, r"\d{3}"]
Path = Annotated[str, r"\S+"]
"""The place of a value in a variable or a response, as it is written there."""
Time = Annotated[str, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[+-]\d\d:\d\d)?"]
"""A date and a time of day, as Python writes them."""


_FINDINGS = re.compile(rf"^{FINDING.removeprefix(chr(10))}(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Unmet(Form):
    """Any expectation that is not met: most messages have this form."""

    WORDS = f"{EXPECTED}{{expected}}.\n{GOT}{{got}}"
    expected: Phrase
    got: Line


@dataclass(frozen=True)
class ExpectedStatus(Form):
    """The one status that is expected of a response; the flaw is what a verifier has not checked that accepts the token."""

    WORDS = f"{STATUS}{{status}}[ {FORGED_TOKEN}{{token}}][ ({{flaw}})]"
    status: Status
    token: Annotated[str, r"'[^'\n]*'"] | None = None
    flaw: Annotated[str, r"[a-z ]+"] | None = None


@dataclass(frozen=True)
class ShownResponse(Form):
    """A response, with the beginning of its body."""

    WORDS = "{status} {reason}[: {body}]"
    status: Status
    reason: Annotated[str, r"[^\n:]*"]
    body: Line | None = None


@dataclass(frozen=True)
class ErrorToBe(Form):
    """The error that each of several responses should be, by its status and its type or message."""

    WORDS = "be {status}[ {error}]"
    status: Status
    error: Line | None = None


@dataclass(frozen=True)
class ExpectedError(Form):
    """The error that one of several responses should be."""

    WORDS = f"{A_RESPONSE_TO}{ErrorToBe.WORDS}"
    status: Status
    error: Line | None = None


@dataclass(frozen=True)
class ErrorMember(Form):
    """A member of an error, with the value that is expected."""

    WORDS = "{member} {value}"
    member: Annotated[str, "error_type|message"]
    value: Annotated[str, r"['\"][^\n]*"]


@dataclass(frozen=True)
class WithoutMember(Form):
    """A response or an answer that lacks a member, or whose list of this name is empty."""

    WORDS = "{what} without {member}"
    what: Annotated[str, "one|an answer"]
    member: Annotated[str, r"\w+"]


@dataclass(frozen=True)
class ExpectedFields(Form):
    """The values of fields that are expected."""

    WORDS = "{subject} with {fields}"
    subject: Annotated[str, "[a-z ]+?"]
    fields: Line


@dataclass(frozen=True)
class FieldFinding(Form):
    """A field that is not as expected."""

    WORDS = "{path} is {value}"
    path: Path
    value: Line


@dataclass(frozen=True)
class NoField(Form):
    """A field that does not exist."""

    WORDS = "there is no field {path}"
    path: Annotated[str, r"[\w.-]*\w"]


@dataclass(frozen=True)
class AnotherValue(Form):
    """A value of a test that is not the expected one."""

    WORDS = f"{EXPECTED}{{path}} to be {{wanted}}.\n{GOT}{{got}}"
    path: Path
    wanted: Phrase
    got: Line


@dataclass(frozen=True)
class AnotherLength(Form):
    """A list of a test that does not have the expected length."""

    WORDS = f"{EXPECTED}{{path}} to have the length {{wanted}}.\n{GOT}the length {{got}}: "
    path: Path
    wanted: Integer
    got: Integer


@dataclass(frozen=True)
class NothingIn(Form):
    """A value of a test that should not be empty."""

    WORDS = f"{EXPECTED}{{path}} not to be empty.\n{GOT}{{got}}"
    path: Path
    got: Line


@dataclass(frozen=True)
class LoggedLine(Form):
    """A line of the log that has other values; both are objects in JSON."""

    WORDS = "Expected a line in the log with {wanted}.\nGot other values: {got}"
    wanted: Line
    got: Line


@dataclass(frozen=True)
class FailedRequests(Form):
    """How many requests of a load have failed with a status."""

    WORDS = "HTTP {status} ({count}x)"
    status: Annotated[str, r"\d{3}"]
    count: Integer


@dataclass(frozen=True)
class ExpectedCacheStatus(Form):
    """Whether an answer should come from the cache."""

    WORDS = "cache status {status}"
    status: Word


@dataclass(frozen=True)
class ErrorThatSays(Form):
    """What an error does not say that each has to."""

    WORDS = "an error {what}"
    what: Annotated[str, f"{WITH_A_MESSAGE}|{THAT_SAYS_WHEN}"]


@dataclass(frozen=True)
class Attempt(Form):
    """An AWS call of a request."""

    WORDS = "{call} attempt {number}: {outcome}, {milliseconds} ms[, by fault rule {rule}]"
    call: Annotated[str, r"\w[\w-]*\.\w+"]
    number: Integer
    outcome: Phrase
    milliseconds: Integer
    rule: Line | None = None


@dataclass(frozen=True)
class EachDiffers(Form):
    """Several responses, of which some are not as each should be; a list of findings follows."""

    WORDS = "Expected each of {all} responses to {expected}.\nGot {differing} that differ[ in the same way, those to {routes}]:"
    all: Integer
    expected: Phrase
    differing: Integer
    routes: Line | None = None


@dataclass(frozen=True)
class StatusCount(Form):
    """How many responses have a status."""

    WORDS = "{status} ({count} times)"
    status: Annotated[str, r"\d{3}"]
    count: Integer


@dataclass(frozen=True)
class WrongStatuses(Form):
    """Responses to simultaneous requests; both lists consist of `StatusCount`."""

    WORDS = "Expected the statuses {expected}.\nGot {got}"
    expected: Phrase
    got: Line


@dataclass(frozen=True)
class WrongBreaker(Form):
    """A circuit breaker in another state, or with another number of failures."""

    WORDS = (
        "Expected the circuit breaker of {service} to be {wanted_state}[ with {wanted} failures in a row].\n"
        "Got {state} with {counted} of {most} failures"
    )
    service: Word
    wanted_state: Annotated[str, r"\w+"]
    wanted: Integer | None
    state: Annotated[str, r"\w+"]
    counted: Integer
    most: Integer


@dataclass(frozen=True)
class Citations(Form):
    """What an answer cites and says."""

    WORDS = "one that cites {sources}: {answer}"
    sources: Phrase
    answer: Annotated[str, r"['\"][^\n]*"]


@dataclass(frozen=True)
class Citation(Form):
    """One of the sources, which are separated by semicolons."""

    WORDS = "{manual}, page {page}"
    manual: Line
    page: Annotated[str, r"\d+|None"]


@dataclass(frozen=True)
class NotCited(Form):
    """An answer that does not cite a manual."""

    WORDS = "Expected an answer that cites {manual}[, page {page}].\nGot {got}"
    manual: Phrase
    page: Integer | None
    got: Line


@dataclass(frozen=True)
class NotMentioned(Form):
    """An answer that lacks words."""

    WORDS = "Expected an answer that mentions {words}.\nGot {got}"
    words: Phrase
    got: Line


@dataclass(frozen=True)
class UnwantedSources(Form):
    """An answer that should have no sources."""

    WORDS = "Expected an answer without sources.\nGot {got}"
    got: Line


@dataclass(frozen=True)
class Missing(Form):
    """A missing member of a variable."""

    WORDS = "Expected {path} to exist.\nGot a value without it: {problem}"
    path: Phrase
    problem: Line


@dataclass(frozen=True)
class StepFailed(Form):
    """A step of an experiment; the message of its failure follows."""

    WORDS = "Experiment '{title}': expected {expected}.\nGot a failure of {step}: "
    title: Phrase
    expected: Phrase
    step: Phrase


@dataclass(frozen=True)
class NotIndexed(Form):
    """A manual that failed, or was not indexed in time."""

    WORDS = "Expected manual {manual} to be indexed.\nGot {got}"
    manual: Phrase
    got: Line


@dataclass(frozen=True)
class WrongGrowth(Form):
    """A daily usage that has grown by too much or too little."""

    WORDS = "Expected the daily usage of {user} to have grown by {wanted} from {before}.\nGot growth by {grown}, to {used}"
    user: Word
    wanted: Integer
    before: Integer
    grown: Integer
    used: Integer


@dataclass(frozen=True)
class WrongUsage(Form):
    """A daily usage that does not count one question as one."""

    WORDS = "Expected a daily usage of {wanted} after one more question.\nGot {used}"
    wanted: Integer
    used: Integer


@dataclass(frozen=True)
class NoItemOfToday(Form):
    """A user who is not counted today."""

    WORDS = "Expected an item for {user} and today in table {table}.\nGot none"
    user: Phrase
    table: Word


@dataclass(frozen=True)
class WrongTime(Form):
    """A point in time that is earlier or later; the subject is the variable that has it."""

    WORDS = "[{subject}: ]Expected a time from {first} to {last}, give or take a second.\nGot {got}."
    first: Time
    last: Time
    got: Time
    subject: Annotated[str, r"[^\n:]+"] | None = None


@dataclass(frozen=True)
class OldError(Form):
    """An error whose timestamp is not that of its response."""

    WORDS = "Expected an error of the last {seconds} seconds, up to epoch second {last}.\nGot one with timestamp {timestamp}"
    seconds: Integer
    last: Integer
    timestamp: Annotated[str, NUMBER]


@dataclass(frozen=True)
class ExpectedTimestamp(Form):
    """What is expected of each of several responses with a timestamp."""

    WORDS = "name a time from {first} to {last}"
    first: Time
    last: Time


@dataclass(frozen=True)
class Timestamp(Form):
    """What is found in a response that names another time."""

    WORDS = "timestamp is {got}"
    got: Time


@dataclass(frozen=True)
class OutOfBounds(Form):
    """A number that is too small or too large; the subject is the variable that has it."""

    WORDS = "[{subject}: ]Expected a number of {bounds}.\nGot {got}."
    bounds: Phrase
    got: Annotated[str, r"[^\n]*?(?=\.(?:\n|\Z))"]
    subject: Annotated[str, r"[^\n:]+"] | None = None


@dataclass(frozen=True)
class NoIntegers(Form):
    """Members of an object that are no integers, or not written as such."""

    WORDS = "[{subject}: ]Expected integers, written without a fraction.\nGot {members}."
    members: Line
    subject: Annotated[str, r"[^\n:]+"] | None = None


@dataclass(frozen=True)
class ConfidentialLog(Form):
    """A log that has what its readers must not know; a list of `ConfidentialLine` follows."""

    WORDS = f"Expected a log without {{words}}.\nGot {ONE_WITH}"
    words: Phrase


@dataclass(frozen=True)
class ConfidentialLine(Form):
    """A line of the log, and a word for what it reveals."""

    WORDS = f"{FINDING}{{word}}: {{line}}"
    word: Annotated[str, r"[^\n:]+"]
    line: Line


@dataclass(frozen=True)
class WrongMessages(Form):
    """Another number of messages in a queue or of a topic."""

    WORDS = "Expected {holder} to {have} {count}[ with {condition}], got {found}"
    holder: Annotated[str, r"(?:queue|topic) \S+"]
    have: Annotated[str, r"hold|have published"]
    count: Annotated[str, r"\d+ messages?"]
    condition: Phrase | None
    found: Integer


@dataclass(frozen=True)
class NoItem(Form):
    """An item that is not in a table."""

    WORDS = "Expected an item with {condition} in table {table}, got none"
    condition: Phrase
    table: Word


@dataclass(frozen=True)
class UnwantedItem(Form):
    """An item that should not be in a table."""

    WORDS = "Expected no item with {condition} in table {table}, got {item}"
    condition: Phrase
    table: Word
    item: Line


@dataclass(frozen=True)
class UnwantedMessages(Form):
    """Messages that should not be in a queue."""

    WORDS = "Expected queue {queue} to be empty, got {count}"
    queue: Word
    count: Annotated[str, r"\d+ messages?"]


@dataclass(frozen=True)
class UnwantedObjects(Form):
    """Objects that should not be in a bucket, the first of them by their keys."""

    WORDS = "Expected no object {like} in bucket {bucket}, got {keys}"
    like: Phrase
    bucket: Word
    keys: Line


@dataclass(frozen=True)
class WrongMetric(Form):
    """A metric with another value, or without one."""

    WORDS = "Expected {statistic} of metric {metric} to be {wanted}, got {got}"
    statistic: Annotated[str, r"\w+"]
    metric: Annotated[str, r"\S+"]
    wanted: Number
    got: Annotated[str, rf"{NO_VALUE}|{NUMBER}"]


@dataclass(frozen=True)
class NoMetrics(Form):
    """What is said of a namespace of metrics that has none."""

    WORDS = "Namespace {namespace} has no metrics."
    namespace: Annotated[str, r"\S+"]


@dataclass(frozen=True)
class WrongCalls(Form):
    """Another number of calls of an operation of AWS."""

    WORDS = "Expected {wanted} of {call}, got {found}"
    wanted: Phrase
    call: Word
    found: Line


@dataclass(frozen=True)
class HitNothing(Form):
    """A failure that was active and has hit no request."""

    WORDS = "Failure {name} was active but hit nothing"
    name: Phrase


@dataclass(frozen=True)
class WrongHits(Form):
    """A failure that has hit another number of requests."""

    WORDS = "Failure {name}: expected hits on {wanted} requests, got {hits}"
    name: Phrase
    wanted: Integer
    hits: Integer


@dataclass(frozen=True)
class ToBeTriggered(Form):
    """What is expected of the cause of a failure."""

    WORDS = "failure {name} to happen: {proof}"
    name: Annotated[str, r"\w+"]
    proof: Line


@dataclass(frozen=True)
class NotTriggered(Form):
    """A failure that its cause did not trigger."""

    WORDS = f"Expected {ToBeTriggered.WORDS}.\nGot {{status}}"
    name: Annotated[str, r"\w+"]
    proof: Phrase
    status: Integer


@dataclass(frozen=True)
class AcceptedByCognito(Form):
    """What a user pool should have refused."""

    WORDS = "Expected {expectation}.\nGot a success: Cognito accepted it"
    expectation: Line


def findings_in(failure: str) -> list[str]:
    """Return the findings that a failure lists, a line each.

    Example:
        >>> findings_in("Expected the headers.\\nGot one that differs:\\n  - header Age is missing\\nWhere: …")
        ['header Age is missing']
    """
    return _FINDINGS.findall(failure)
