"""The messages of tests that were run again: `rebot --merge` writes into them, in HTML, what became of both runs."""

import re
from html import unescape

from robot.result import TestCase

FLAKY_METADATA = "Flaky"
"""The metadata of a test that failed, was run again, and passed: the message of its failure."""
_MERGED = re.compile(
    r'\*HTML\* <span class="merge">.*?<hr><span class="new-status">.*?<br>'
    r'(?:<span class="new-message">New message:</span> (?P<new>.*?)<br>)?'
    r'<hr><span class="old-status">Old status:</span> <span class="\w+">(?P<old_status>\w+)</span><br>'
    r'(?:<span class="old-message">Old message:</span> (?P<old>.*?)<br>)?(?:<hr>.*)?',
    re.DOTALL,
)
_ADDED = re.compile(r"\*HTML\* \w+ added from merged output\.(?:<hr>(?P<new>.*))?", re.DOTALL)
_SKIPPED = re.compile(
    r"\*HTML\* \w+ has been re-executed and results merged\. .*?(?:<hr>Original message:\n(?P<new>.*))?",
    re.DOTALL,
)
_TAG = re.compile("<[^>]+>")


def message_of(test: TestCase) -> str:
    """Return the message of a test, without what `rebot --merge` says of it."""
    for form in (_MERGED, _ADDED, _SKIPPED):
        if match := form.fullmatch(test.message):
            return _plain(match["new"])
    return str(test.message)


def first_failure_of(test: TestCase) -> str | None:
    """Return the message with which a test failed before it passed; None if it did not fail, or still fails."""
    if not test.passed:
        return None
    match = _MERGED.fullmatch(test.message)
    if match and match["old_status"] == "FAIL":
        return _plain(match["old"]) or "no message"
    stated: str | None = test.metadata.get(FLAKY_METADATA)
    return stated


def _plain(html: str | None) -> str:
    return unescape(_TAG.sub("", html or ""))
