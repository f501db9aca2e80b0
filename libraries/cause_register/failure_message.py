"""The message of a failed test, which may be about several failures."""

import re
from itertools import groupby

from cause_register.forms import (
    A_RESPONSE_TO,
    EXPECTED,
    FINDING,
    FORGED_TOKEN,
    GOT,
    ONE_THAT_DIFFERS,
    ONE_WITH,
    STATUS,
    WHERE,
    EachDiffers,
    ErrorToBe,
    ExpectedStatus,
    StepFailed,
    Unmet,
    findings_in,
)

_EACH_OF = EachDiffers.WORDS.partition("{")[0]
CUT = "[ Message content over the limit has been removed. ]"
"""What Robot Framework writes in place of the middle of a long message."""

_PREAMBLE = re.compile(
    r"(?:(?:Parent suite |Suite )?(?:[Ss]etup|[Tt]eardown) failed:\s*)?(?:Several failures occurred:)?\s*"
    r"(?:Keyword '[^'\n]+' failed after retrying [^\n]+?\. The last error was: )?"
)
_NEXT_FAILURE = re.compile(r"^\d+\) |^Also (?:parent )?(?:suite )?teardown failed:\n", re.MULTILINE)
_OF_A_STEP = re.compile(rf"{StepFailed.pattern()}(?={EXPECTED})")
"""What an experiment says before the failure of one of its steps."""
_EACH = re.compile(
    rf"{EachDiffers.pattern()}(?P<findings>(?:{FINDING}.*)+)\n{WHERE}\w+ (?P<origin>https?://[^/\s]+)"
)
_FINDING = re.compile(r"(?P<route>\w+ /\S*): (?P<finding>.*)")
_ROUTE = re.compile(r"\w+ /\S*?(?=, \w+ /|\Z)")
_FINDINGS = re.compile(rf"(?:(?<=\n{GOT}{ONE_THAT_DIFFERS})|(?<=\n{GOT}{ONE_WITH}))(?:{FINDING}.*)+")
ACCEPTED = re.compile(r"\A(?:2\d\d|400|403|404) .*")
"""Responses to a request whose forged token was accepted, which differ from route to route."""
_STATUS = re.compile(r"[1-5]\d\d [A-Za-z]")
_AS_OF_ONE = (
    (re.compile(f"have {STATUS}"), STATUS),
    (re.compile(r"have "), "a response with "),
    (re.compile(""), A_RESPONSE_TO),
)
"""How an expectation of each of several responses begins, and how the same expectation of one does."""


def failures_in(message: str) -> list[str]:
    """Return the message of each failure, without what Robot Framework writes before it.

    Example:
        >>> failures_in("Setup failed:\\nSeveral failures occurred:\\n\\n1) Expected a.\\nGot b\\n\\n2) Expected c.\\nGot d")
        ['Expected a.\\nGot b', 'Expected c.\\nGot d']
        >>> failures_in("Expected a.\\nGot b")
        ['Expected a.\\nGot b']
    """
    parts = (_without_preamble(part).strip() for part in _NEXT_FAILURE.split(message))
    return [part for part in parts if part] or [message]


def _without_preamble(text: str) -> str:
    return text[preamble.end() :] if (preamble := _PREAMBLE.match(text)) else text


def single_failures(message: str) -> list[str]:
    """Return the message of each failure, and of one about several responses a message for each that differs.

    A message that Robot Framework has cut between its failures stays as it is.

    Example:
        >>> each = "Expected each of 3 responses to have status 401.\\nGot 1 that differ:\\n  - GET /b: 200 OK"
        >>> single_failures(f"1) {each}\\nWhere: GET http://a/b, request id 7\\n\\n2) 1 != 4")
        ['Expected status 401.\\nGot 200 OK\\nWhere: GET http://a/b', '1 != 4']
    """
    if is_incomplete(message):
        return [message]
    return [single for failure in failures_in(message) for single in _by_response(failure)]


def single_findings(failure: str) -> list[str]:
    """Return a failure once for each of the findings that it lists, with this one alone.

    Example:
        >>> single_findings("Expected usage.\\nGot one that differs:\\n  - a is 1\\n  - b is 2\\nWhere: GET http://a/b")[1]
        'Expected usage.\\nGot one that differs:\\n  - b is 2\\nWhere: GET http://a/b'
        >>> single_findings("1 != 4")
        ['1 != 4']
    """
    found = _FINDINGS.search(failure)
    if found is None:
        return [failure]
    before, after = failure[: found.start()], failure[found.end() :]
    return [f"{before}\n{finding}{after}" for finding in found[0].splitlines()[1:]]


def is_incomplete(failure: str) -> bool:
    """Return whether Robot Framework has cut a message that says several things: what is missing may be another failure.

    Example:
        >>> is_incomplete(f"Expected a.\\nGot b\\n    {CUT}\\n9) Expected c.\\nGot d")
        True
        >>> is_incomplete(f"Expected a.\\nGot 200 OK: a long text\\n    {CUT}\\n... and its end")
        False
    """
    is_about_several = failure.startswith(_EACH_OF)
    said = failure.partition(f"\n{WHERE}")[0] if is_about_several else failure
    return CUT in said and (is_about_several or len(failures_in(failure)) > 1)


def differ_alike(failure: str) -> bool:
    """Return whether a failure is about several responses, each of which differs, and all in the same way.

    Example:
        >>> each = "Expected each of 2 responses to have status 401.\\nGot 2 that differ:\\n  - GET /b: 200 OK\\n  - GET /c: "
        >>> differ_alike(f"{each}200 OK\\nWhere: GET http://a/b, request id 7")
        True
        >>> differ_alike(f"{each}404 Not Found\\nWhere: GET http://a/b, request id 7")
        False
    """
    each = _EACH.search(failure)
    if each is None or each["all"] != each["differing"] or is_incomplete(failure):
        return False
    is_about_tokens = FORGED_TOKEN in each["expected"]
    findings = [
        [ACCEPTED.sub("accepted", finding) if is_about_tokens else finding for finding in of_route]
        for of_route in _findings_by_route(each).values()
    ]
    return len(findings) > 1 and len(set(map(tuple, findings))) == 1


def _by_response(failure: str) -> list[str]:
    failure = failure[inner.end() :] if (inner := _OF_A_STEP.match(failure)) else failure
    each = _EACH.match(failure)
    if each is None:
        return [failure]
    return [
        f"{_of_one(each['expected'], [*group])}\n{WHERE}{route.replace(' /', ' ' + each['origin'] + '/', 1)}"
        for route, findings in _findings_by_route(each).items()
        for _, group in groupby(findings, key=_status)
    ] or [failure]


def _findings_by_route(each: re.Match[str]) -> dict[str, list[str]]:
    """Return what differs in the responses, by method and path; nothing if the list is not one of responses."""
    lines = findings_in(each["findings"])
    if each["routes"]:
        return dict.fromkeys(_ROUTE.findall(each["routes"]), lines)
    found = [_FINDING.fullmatch(line) for line in lines]
    by_route: dict[str, list[str]] = {}
    for one in filter(None, found if all(found) else ()):
        by_route.setdefault(one["route"], []).append(one["finding"])
    return by_route


def _status(finding: str) -> str:
    """Return a finding that is the whole response, so that no other one is about the same; an empty text for any other."""
    return finding if _STATUS.match(finding) else ""


def _of_one(expected: str, findings: list[str]) -> str:
    """Return what was expected of one response and what it was instead, as a keyword says it that is about one."""
    phrase = next(each.sub(one, expected, count=1) for each, one in _AS_OF_ONE if each.match(expected))
    if not _STATUS.match(findings[0]):
        return str(Unmet(phrase, ONE_THAT_DIFFERS + "".join(f"{FINDING}{each}" for each in findings)))
    error = ErrorToBe.read(expected)
    if error and not findings[0].startswith(str(error.status)):
        phrase = str(ExpectedStatus(error.status))
    return str(Unmet(phrase, findings[0]))
