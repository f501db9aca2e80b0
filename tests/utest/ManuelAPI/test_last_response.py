"""The last response is one of the test itself, or of the setup of its suite."""

from pathlib import Path

from support.robot_run import robot

SUITE = """
*** Settings ***
Library        ManuelAPI
Suite Setup    {setup}

*** Test Cases ***
Test That Sends A Request
    Send Request    GET    /nowhere    anonymous=True
    Response Status Should Be    404

Test That Sends None
    Response Status Should Be    404
"""


def outcomes_with(setup: str, folder: Path) -> dict[str, tuple[str, str]]:
    (folder / "suite.robot").write_text(SUITE.format(setup=setup))
    return {
        name: (test.status, test.message)
        for name, test in robot(folder, folder / "suite.robot").tests.items()
        if name.startswith("Test")
    }


def test_a_test_without_a_request_does_not_see_the_response_of_another(tmp_path: Path) -> None:
    outcomes = outcomes_with("No Operation", tmp_path)
    assert outcomes["Test That Sends A Request"] == ("PASS", "")
    status, message = outcomes["Test That Sends None"]
    assert status == "FAIL"
    assert "nothing has been sent yet in this test or suite" in message


def test_a_test_sees_the_response_to_the_setup_of_its_suite(tmp_path: Path) -> None:
    outcomes = outcomes_with("Send Request    GET    /nowhere    anonymous=True", tmp_path)
    assert outcomes["Test That Sends None"] == ("PASS", "")
