"""A backend that deviates from the contract, and is tested by several processes: each cause is reported once."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from robot.api import ExecutionResult
from werkzeug.wrappers import Request, Response

from conftest import run
from loopback_server.server import LoopbackServer
from support.good_responses import GOOD_HEADERS, HEALTH

SUITE = """
*** Settings ***
Library    ManuelAPI
Library    ManuelAuth
Library    ManuelEnvironment

*** Test Cases ***
First
    Get Health

Second
    ${{health}} =    Get Health
    Log    ${{health.{member}}}
"""
COMMANDS = [("robot",), ("pabot", "--processes", "2", "--testlevelsplit")]
UNEXPECTED = "GET /health 200: `region` is not in the contract"
MISSING = "GET /health 200: `uptime_seconds` is missing"
MISSING_PASSWORD = "environment dev: the test user's password is missing: set MANUEL_TEST_PASSWORD"


@Request.application
def deviating_api(_request: Request) -> Response:
    """Respond to everything like `GET /health`, but without one member and with another one."""
    body = {name: member for name, member in HEALTH.items() if name != "uptime_seconds"}
    body["region"] = "eu-west-1"
    return Response(json.dumps(body), 200, GOOD_HEADERS, content_type="application/json")


@pytest.fixture
def suites(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "suites"
    folder.mkdir()
    for name, member in {"one": "region", "two": "uptime_seconds"}.items():
        (folder / f"{name}.robot").write_text(SUITE.format(member=member))
    with LoopbackServer(deviating_api) as server:
        (tmp_path / "dev.yaml").write_text(f"environment: dev\napi_base_url: {server.url}\n")
        yield folder


@pytest.mark.parametrize("command", COMMANDS, ids=["robot", "pabot"])
def test_each_cause_is_red_once_whatever_the_processes(
    tmp_path: Path, suites: Path, command: tuple[str, ...]
) -> None:
    options = ("--variablefile", tmp_path / "dev.yaml", "--outputdir", tmp_path, "--xunit", "xunit.xml")
    done = run(*command, *options, suites, cwd=tmp_path)
    tests = list(ExecutionResult(str(tmp_path / "output.xml")).suite.all_tests)
    assert sorted(test.name for test in tests if test.failed) == sorted([UNEXPECTED, MISSING]), done.output
    assert [test.full_name for test in tests if test.skipped] == ["Suites.Two.Second"]
    assert sum(test.passed for test in tests) == 3
    assert done.status == 2
    cases = ElementTree.parse(tmp_path / "xunit.xml").getroot().iter("testcase")
    assert sorted(case.get("name", "") for case in cases if case.find("failure") is not None) == sorted(
        [UNEXPECTED, MISSING]
    )


FAILS_ALIKE = """
*** Settings ***
Library    ManuelAPI
Library    ManuelEnvironment

*** Test Cases ***
First
    Send Request    GET    /health    status=404

Second
    Send Request    GET    /health    status=404
    No Operation

Third
    Send Request    GET    /health    status=403
"""
EXPECTED_404 = "GET /health: expected status 404, got 200 OK"
EXPECTED_403 = "GET /health: expected status 403, got 200 OK"


@pytest.mark.parametrize("command", COMMANDS, ids=["robot", "pabot"])
def test_tests_that_fail_alike_are_red_once(tmp_path: Path, suites: Path, command: tuple[str, ...]) -> None:
    for file in suites.iterdir():
        file.write_text(FAILS_ALIKE)
    options = ("--variablefile", tmp_path / "dev.yaml", "--outputdir", tmp_path)
    done = run(*command, *options, suites, cwd=tmp_path)
    tests = [
        test
        for test in ExecutionResult(str(tmp_path / "output.xml")).suite.all_tests
        if "cause" not in test.tags
    ]
    failed = [test for test in tests if test.failed]
    assert sorted(test.name == "Third" for test in failed) == [False, True], done.output
    [failed_for_403] = [test.full_name for test in failed if test.name == "Third"]
    [failed_for_404] = [test.full_name for test in failed if test.name != "Third"]
    for test in tests:
        if test not in failed:
            reason, by = (
                (EXPECTED_403, failed_for_403) if test.name == "Third" else (EXPECTED_404, failed_for_404)
            )
            assert test.skipped
            assert test.message.startswith(f"blocked by {reason}\nFirst failed in: {by}\nExpected status 40")
    assert len(tests) == 6


NEEDS_A_USER = """
*** Settings ***
Library    ManuelAPI
Library    ManuelAuth
Library    ManuelEnvironment

*** Test Cases ***
First
    Sign In

Second
    Sign In
    Get Usage
"""


def test_a_missing_password_is_known_before_the_first_test(tmp_path: Path, suites: Path) -> None:
    for file in suites.iterdir():
        file.write_text(NEEDS_A_USER)
    with (tmp_path / "dev.yaml").open("a") as settings:
        settings.write("test_user_email: reader@example.com\n")
    options = ("--variablefile", tmp_path / "dev.yaml", "--outputdir", tmp_path)
    done = run("pabot", "--processes", "2", *options, suites, cwd=tmp_path)
    tests = list(ExecutionResult(str(tmp_path / "output.xml")).suite.all_tests)
    (cause,) = [test for test in tests if test.failed]
    assert cause.name == MISSING_PASSWORD, done.output
    assert "the probes before the first test" in cause.message
    assert all(
        test.message.startswith(f"blocked by {MISSING_PASSWORD}\n") for test in tests if test is not cause
    )
    assert (len(tests), done.status) == (5, 1)
