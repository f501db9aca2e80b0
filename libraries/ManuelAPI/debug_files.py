"""A file for each failed test with all that it has sent and received, and with the AWS calls of each request.

`manuel-tests run --debug` asks for them, by the environment variable `MANUEL_DEBUG_FOLDER`.
"""

import itertools
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from robot import result, running

from ManuelAPI.aws_calls import describe_aws_calls
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import trace_id_of
from run_events import tell
from secret_masking import mask

if TYPE_CHECKING:
    from requests import Response

FOLDER_VARIABLE = "MANUEL_DEBUG_FOLDER"
LONGEST_BODY = 4_000
LONGEST_NAME = 200
"""Bytes of a file's name, of which file systems take 255."""


class DebugFiles:
    """A listener whose priority is below that of the masks, so that it sees a test as the results have it.

    Args:
        client: What sends the requests.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -2500

    def __init__(self, client: ApiClient) -> None:
        self._folder = os.environ.get(FOLDER_VARIABLE)
        self._responses: list[Response] = []
        if self._folder is not None:
            client.observe(self._responses.append)

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Forget what was sent before the test."""
        self._responses.clear()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Write the file of a test that has failed."""
        if self._folder is not None and result.failed and self._responses:
            file = _new_file(Path(self._folder), str(data.full_name))
            file.write_text(
                mask(_described(result, self._responses)), encoding="utf-8", errors="backslashreplace"
            )
            tell("debug", file=str(file))


def _new_file(folder: Path, test: str) -> Path:
    """Return a file that is named after a test, with a number if another test has one of this name."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = re.sub(r"[^\w.-]+", "_", test.partition(".")[2] or test)
    name = whole.encode()[:LONGEST_NAME].decode(errors="ignore")
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(file for file in (folder / f"{each}.txt" for each in names) if not file.exists())


def _described(test: result.TestCase, responses: "list[Response]") -> str:
    exchanges = ["\n".join(_exchange(number, response)) for number, response in enumerate(responses, start=1)]
    return "\n\n".join([f"{test.full_name}\n\n{test.message}", *exchanges]) + "\n"


def _exchange(number: int, response: "Response") -> Iterator[str]:
    request = response.request
    yield f"--- {number} of the test: {response.elapsed.total_seconds() * 1000:.0f} ms ---"
    yield f"> {request.method} {request.url}"
    yield from _headers(">", request.headers)
    yield from _body(_text(request.body))
    yield f"< {response.status_code} {response.reason}"
    yield from _headers("<", response.headers)
    yield from _body(response.text)
    yield "AWS calls:"
    yield from (f"  {call}" for call in describe_aws_calls(trace_id_of(response)))


def _headers(mark: str, headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        yield f"{mark} {name}: {_text(value)}"


def _body(text: str) -> Iterator[str]:
    if len(text) > LONGEST_BODY:
        yield f"{mask(text)[:LONGEST_BODY]} … ({len(text)} characters)"
    elif text:
        yield text


def _text(value: bytes | str | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
