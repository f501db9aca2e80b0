"""The check of the messages that a detection has produced."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ManuelEnvironment.configuration import REPOSITORY

SCRIPT = REPOSITORY / "tests" / "failure_messages.py"
GOOD = {"test": "Api.Usage.Grows", "message": "Setup failed:\nExpected growth by 1.\nGot growth by 2"}


def check(folder: Path, failed_tests: list[dict[str, str]]) -> subprocess.CompletedProcess[str]:
    file = folder / "detection.json"
    file.write_text(json.dumps({"defects": {"findings": [{"name": "a", "failed_tests": failed_tests}]}}))
    return subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=False)


def test_messages_with_both_parts_pass(tmp_path: Path) -> None:
    done = check(tmp_path, [GOOD])
    assert (done.returncode, done.stdout) == (0, "1 failure messages, 0 without both parts\n")


@pytest.mark.parametrize("message", ["1 != 4", "'[]' should not be empty.", "Expected 3 manuals.", "Got 3"])
def test_a_message_without_one_of_them_is_listed(tmp_path: Path, message: str) -> None:
    done = check(tmp_path, [GOOD, {"test": "Api.Quota.Is Kept", "message": message}])
    assert done.returncode == 1
    assert "Api.Quota.Is Kept: expected a message" in done.stdout
    assert f"Got {message}\n" in done.stdout


def test_a_detection_without_failures_shows_nothing(tmp_path: Path) -> None:
    assert check(tmp_path, []).returncode == 1
