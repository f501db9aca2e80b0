"""Whether each failure message of a detection has both parts: what was expected, and what was there instead.

python tests/failure_messages.py results/detection.json
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TIMEOUT = re.compile(r"(?:Test|Keyword) timeout .+ exceeded\.")
BOTH_PARTS = re.compile(r"\bexpected\b.+\bgot\b", re.IGNORECASE | re.DOTALL)


def has_both_parts(message: str) -> bool:
    """Return whether a message says what was expected and what it got; a timeout says how long it has waited."""
    return BOTH_PARTS.search(message) is not None or TIMEOUT.search(message) is not None


def messages_in(findings: Any) -> Iterator[tuple[str, str]]:
    """Yield the name and the message of each failed test in a detection's results."""
    if isinstance(findings, dict) and {"test", "message"} <= findings.keys():
        yield findings["test"], findings["message"]
    elif isinstance(findings, dict | list):
        for each in findings.values() if isinstance(findings, dict) else findings:
            yield from messages_in(each)


def main() -> int:
    """Print each message that lacks a part, and return 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "detection", type=Path, help="what `manuel-tests detect` has written: results/detection.json"
    )
    found = dict(messages_in(json.loads(parser.parse_args().detection.read_text(encoding="utf-8"))))
    lacking = {test: message for test, message in found.items() if not has_both_parts(message)}
    for test, message in lacking.items():
        print(f"{test}: expected a message with what was expected and what it got.\nGot {message}")
    print(f"{len(found)} failure messages, {len(lacking)} without both parts")
    return int(bool(lacking) or not found)


if __name__ == "__main__":
    sys.exit(main())
