"""What robot tells the one who watches, by real runs of robot."""

import os
import subprocess
import sys
from typing import Any

import pytest

from run_events import EventFile

LISTENER = "manuel_runner.running.event_listener.EventListener"
SUITE = """
*** Settings ***
Library    Nothing.py

*** Test Cases ***
Passes
    No Operation

Fails
    Fail    Expected 1.\\nGot 2

Fails In HTML
    Fail    *HTML* <b>no</b>

Is Skipped
    Skip    not today

Prints A Secret
    Fail    Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg

Stops The Run
    Fatal Error    no more

Is Not Run
    No Operation
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("run")
    (folder / "some.robot").write_text(SUITE)
    file = EventFile(folder / "events")
    command = [sys.executable, "-m", "robot", "--listener", LISTENER, "some.robot"]
    subprocess.run(
        command, cwd=folder, env={**os.environ, **file.variables}, capture_output=True, check=False
    )
    return file.new()


def test_each_test_is_told_when_it_begins_and_when_it_ends(events: list[dict[str, Any]]) -> None:
    kinds = [event["event"] for event in events if event["event"] != "message"]
    assert kinds == ["begun", "ended"] * 7
    assert [
        (event["test"], event["status"], event["message"]) for event in events if event["event"] == "ended"
    ] == [
        ("Some.Passes", "passed", ""),
        ("Some.Fails", "failed", "Expected 1."),
        ("Some.Fails In HTML", "failed", "<b>no</b>"),
        ("Some.Is Skipped", "skipped", "not today"),
        ("Some.Prints A Secret", "failed", "Bearer <secret>"),
        ("Some.Stops The Run", "failed", "no more"),
        ("Some.Is Not Run", "stopped", "Test execution stopped due to a fatal error."),
    ]


def test_what_robot_itself_complains_about_is_told(events: list[dict[str, Any]]) -> None:
    (message,) = [event for event in events if event["event"] == "message"]
    assert message["level"] == "ERROR"
    assert "Library 'Nothing.py' does not exist" in message["text"]
