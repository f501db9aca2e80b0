"""What the backend writes to its log."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from robot.api.deco import keyword
from robot.api.types import Secret

from cause_register.forms import ConfidentialLine, ConfidentialLog, LoggedLine
from field_comparison.comparison import as_text, differences
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure, failure_in_form
from ManuelAPI.many_responses import require_each
from ManuelAPI.request_ids import request_id_of
from ManuelAPI.stack_control import ask_stack

if TYPE_CHECKING:
    from requests import Response

SHOWN_CHARACTERS = 300
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
MEMBERS_OF_A_LINE = ("timestamp", "level", "message")
MEMBERS_OF_A_REQUEST = ("user_id", "operation", "status", "duration_ms")


class BackendLogKeywords:
    """Keywords that read the log of a local stack's backend, which has every level."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Log", "Assertion"])
    def request_should_be_logged(self, **members: Any) -> Mapping[str, Any]:
        """Fail unless the last request has exactly one line in the log, with its id, user, operation, status and duration.

        Args:
            members: Members that the line must have, with these values, such as `status=200`.

        Returns:
            The line, as an object.

        Raises:
            AssertionError: There is no such line, there are several, or it says something else.
            BlockedError: The log of this environment cannot be read.
            SkipExecution: Responses have no request id, since no gateway adds one here.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Request Should Be Logged    user_id=${me.user_id}    status=200
        ```
        """
        response = self._client.last_response
        lines = _lines_about(response, _parsed_lines())
        of_request = [line for line in lines if _is_of_request(line)]
        if len(of_request) != 1:
            listed = "; ".join(as_text(line)[:SHOWN_CHARACTERS] for line in lines) or "no line at all"
            raise failure(
                f"one line in the log with request_id={request_id_of(response)}, {', '.join(MEMBERS_OF_A_REQUEST)}",
                f"{len(of_request)}, among these with its request_id: {listed}",
                response,
            )
        if wrong := differences(of_request[0], members):
            raise failure_in_form(LoggedLine(as_text(members), as_text(wrong)), response)
        return of_request[0]

    @keyword(tags=["Log", "Assertion"])
    def each_request_should_be_logged(self, responses: "Sequence[Response]") -> list[Mapping[str, Any]]:
        """Fail unless each of several requests has exactly one line in the log, as [Request Should Be Logged] asks for.

        Args:
            responses: The responses to these requests.

        Returns:
            The lines, as objects, in the order of the requests.

        Raises:
            AssertionError: A request has no line, or several; the message lists all that have.
            BlockedError: The log of this environment cannot be read.
            SkipExecution: Responses have no request id, since no gateway adds one here.

        Example:
        ```robotframework
        ${responses} =    Call Every Route    limited_by=user    id=${manual.manual_id}    jobId=${job_id}
        Each Request Should Be Logged    ${responses}
        ```
        """
        log = _parsed_lines()
        expected = f"have one line in the log with {', '.join(MEMBERS_OF_A_REQUEST)}"
        lines = {id(each): [*filter(_is_of_request, _lines_about(each, log))] for each in responses}
        require_each(responses, expected, lambda each: len(lines[id(each)]) == 1)
        return [line for each in responses for line in lines[id(each)]]

    @keyword(name="Log Should Be JSON Lines", tags=["Log", "Assertion"])
    def log_should_be_json_lines(self) -> None:
        """Fail unless each line of the log is one JSON object with `timestamp`, `level` and `message`.

        The time is in the format of RFC 3339, and says so which time zone it is of.

        Raises:
            AssertionError: A line is something else, or there is none.
            BlockedError: The log of this environment cannot be read.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Log Should Be JSON Lines
        ```
        """
        lines = _lines()
        wrong = [line for line in lines if not _is_entry(line)]
        if wrong or not lines:
            got = (
                f"{len(wrong)} of {len(lines)} that are not, such as {wrong[0][:SHOWN_CHARACTERS]!r}"
                if wrong
                else "none"
            )
            raise AssertionError(f"Expected a log of JSON objects, one a line.\nGot {got}.")
        undated = [time for line in lines if not _is_moment(time := str(json.loads(line)["timestamp"]))]
        if undated:
            raise AssertionError(
                "Expected each line of the log to have a timestamp in the format of RFC 3339, such as 2026-11-28T06:30:00Z.\n"
                f"Got {len(undated)} of {len(lines)} that have another, such as {undated[0]!r}."
            )

    @keyword(tags=["Log", "Assertion"])
    def log_should_not_contain(self, **confidential: str | Secret) -> None:
        """Fail if the log contains something that its readers must not know.

        Args:
            confidential: What it must not contain, by a word for it, which the message names in its place.

        Raises:
            AssertionError: It does; with the lines, from which what is confidential has been taken out.
            BlockedError: The log of this environment cannot be read.

        Example:
        ```robotframework
        Ask    Why does my red kettle whistle?
        Log Should Not Contain    question=red kettle    token=${me.id_token}
        ```
        """
        values = {
            word: value.value if isinstance(value, Secret) else value for word, value in confidential.items()
        }
        found = {
            word: line.replace(value, f"<{word}>")
            for line in _lines()
            for word, value in values.items()
            if value in line
        }
        if found:
            listed = "".join(str(ConfidentialLine(word, _around(line, word))) for word, line in found.items())
            raise AssertionError(f"{ConfidentialLog(', '.join(values))}{listed}")


def _lines_about(response: "Response", log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    request_id = request_id_of(response)
    return [line for line in log if line.get("request_id") == request_id]


def _is_of_request(line: Mapping[str, Any]) -> bool:
    return line.keys() >= {*MEMBERS_OF_A_REQUEST}


def _around(line: str, word: str) -> str:
    before, mark, after = line.partition(f"<{word}>")
    return f"{before[-SHOWN_CHARACTERS:]}{mark}{after[:SHOWN_CHARACTERS]}"


def _is_entry(line: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return isinstance(entry, dict) and entry.keys() >= {*MEMBERS_OF_A_LINE}


def _is_moment(text: str) -> bool:
    return MOMENT.fullmatch(text) is not None


def _parsed_lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _lines() if _is_entry(line)]


def _lines() -> list[str]:
    lines: list[str] = ask_stack("log", "backend log")["lines"]
    return lines
