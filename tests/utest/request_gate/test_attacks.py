"""Whatever a test does, nothing but reads reaches a deployed host whose settings allow no more."""

from collections import Counter
from pathlib import Path

import pytest
from tests.utest.request_gate.conftest import API_HOST, AWS_HOST, CountingServer, RobotRunner

FOLDER = Path(__file__).parent
ATTACKS = (FOLDER / "attacks.robot").read_text().replace("${CURDIR}", str(FOLDER))
NEEDED = {
    "Upload Manual": "destructive",
    "Ask": "cost",
    "Transcribe": "cost",
    "Fetch Manual From URL": "destructive",
    "Delete Manual": "destructive",
    "Send Request": "cost",
    "Unknown Route": "destructive",
    "Unknown Method": "destructive",
    "Path With Dots": "destructive",
    "Large Body": "cost",
    "Session Of The Library": "cost",
    "Session Of The Tester": "cost",
    "Session Without Alias": "cost",
    "Requests Without A Session": "cost",
    "Adapter Without A Session": "cost",
    "Host With A Dot": "cost",
    "Host In Capitals": "cost",
    "Host Before A Backslash": "destructive",
    "Another Host": "destructive",
    "Setup Uploads": "destructive",
    "Teardown Uploads": "destructive",
    "Removed Tag": "destructive",
    "Eighty At Once": "load",
    "Two Thousand Requests": "load",
    "Costly Measurement": "cost",
    "Cache Speedup": "cost",
    "Quota": "cost",
    "Reset Of A Breaker": "destructive",
    "Sign-Out": "destructive",
    "New User": "destructive",
    "Database Item": "destructive",
    "Costly Model": "cost",
    "Client Of The Tester": "destructive",
    "Six Wrong Passwords": "destructive",
}
BURST = 20
ALLOWED = {
    "capabilities": ["destructive", "cost", "load"],
    "allowed_hosts": [API_HOST, AWS_HOST, "other.example.test"],
}
PROBE = 1
"""How many requests to each operation a run sends before its first test."""
UPLOAD = """
*** Settings ***
Library    ManuelAPI
Library    ManuelEnvironment
{settings}
*** Test Cases ***
Upload
    {tags}
    Upload Manual    thermostat.pdf
"""


def refusal(outcome: tuple[str, str], capability: str) -> str:
    """Return the line that refuses the request, which names the capability and the host."""
    status, message = outcome
    line = message.splitlines()[-1]
    assert status == "FAIL"
    assert f"which needs the capability '{capability}' and '" in line, message
    assert ".example.test' in allowed_hosts; the settings of " in line
    return line


@pytest.mark.parametrize("proxied", [False, True], ids=["directly", "by a proxy"])
def test_nothing_but_reads_reaches_a_deployed_host(
    server: CountingServer, run_robot: RobotRunner, proxied: bool
) -> None:
    outcome = run_robot(ATTACKS, proxied=proxied)
    for name, capability in NEEDED.items():
        refusal(outcome.tests[name], capability)
    assert set(outcome.tests) == {*NEEDED, "Rate Limit Of Address"}
    arrived = Counter(server.arrived)
    assert {each for each in arrived if not each.startswith("GET ")} == {"InitiateAuth"}
    assert arrived["GET /version"] <= BURST + 3
    assert arrived["InitiateAuth"] == 2


@pytest.mark.parametrize("environment", ["staging", "prod-eu"])
def test_no_name_of_an_environment_allows_more(
    server: CountingServer, run_robot: RobotRunner, environment: str
) -> None:
    outcome = run_robot(UPLOAD.format(settings="", tags=""), environment=environment)
    refusal(outcome.tests["Upload"], "destructive")
    assert server.arrived == []


def test_what_the_settings_allow_is_sent(server: CountingServer, run_robot: RobotRunner) -> None:
    run_robot(ATTACKS, "--settag", "needs:load", **ALLOWED)
    arrived = Counter(server.arrived)
    assert arrived["POST /api/manuals/upload"] == 4 + PROBE
    assert arrived["DELETE /api/manuals/00000000-0000-4000-8000-000000000000"] == 1 + PROBE
    assert arrived["POST /api/query"] >= 12 + PROBE
    assert arrived["POST /api/transcribe"] == 1 + PROBE
    assert arrived["PATCH /api/anything"] == 1
    assert arrived["POST /health/circuit-breakers/bedrock/reset"] == 1
    assert arrived["GET /health"] == 80 + 2003 + PROBE
    assert arrived["GlobalSignOut"] == arrived["AdminCreateUser"] == 1
    assert arrived["PutItem"] == 2
    assert arrived["InitiateAuth"] == 6


def test_a_host_needs_the_capability(server: CountingServer, run_robot: RobotRunner) -> None:
    outcome = run_robot(UPLOAD.format(settings="", tags=""), **{**ALLOWED, "capabilities": []})
    assert outcome.tests["Upload"][0] == "FAIL"
    assert server.arrived == []


def test_a_capability_needs_the_host(server: CountingServer, run_robot: RobotRunner) -> None:
    outcome = run_robot(UPLOAD.format(settings="", tags=""), **{**ALLOWED, "allowed_hosts": []})
    assert f"need the host of api_base_url, {API_HOST!r}, in allowed_hosts" in outcome.line_of_refusal
    assert server.arrived == []


def test_nothing_changes_on_this_machine(server: CountingServer, run_robot: RobotRunner) -> None:
    run_robot(UPLOAD.format(settings="", tags=""), api_base_url=f"http://127.0.0.1:{server.port}")
    assert server.arrived == ["POST /api/manuals/upload"]


@pytest.mark.parametrize(
    "variable",
    [
        "ENVIRONMENT:local",
        "Capabilities: list:['destructive']",
        "api_base_url:http://127.0.0.1:{port}",
    ],
)
def test_the_command_line_can_not_loosen_the_settings(
    server: CountingServer, run_robot: RobotRunner, variable: str
) -> None:
    """`utest/ManuelEnvironment/test_robot_variables.py` has all names."""
    outcome = run_robot(
        UPLOAD.format(settings="", tags=""), "--variable", variable.replace("{port}", str(server.port))
    )
    name = variable.partition(":")[0].lower()
    assert outcome.line_of_refusal.startswith(f"{name} is ")
    assert outcome.line_of_refusal.endswith(
        f"{name} comes from the settings file alone, not from --variable or a suite"
    )
    assert server.arrived == []


def test_a_suite_can_not_loosen_the_settings(server: CountingServer, run_robot: RobotRunner) -> None:
    variables = "*** Variables ***\n@{allowed_hosts}    api.example.test\n@{capabilities}    destructive\n"
    outcome = run_robot(UPLOAD.format(settings=variables, tags=""))
    assert "comes from the settings file alone" in outcome.line_of_refusal
    assert server.arrived == []


def test_sessions_are_guarded_even_if_the_environment_could_not_start(
    server: CountingServer, run_robot: RobotRunner
) -> None:
    suite = f"""
*** Settings ***
Library    ManuelAPI
Library    RequestsLibrary

*** Test Cases ***
Post
    POST    {server.api_url}/api/query
"""
    outcome = run_robot(suite, "--variable", "environment:staging")
    refusal(outcome.tests["Post"], "destructive")
    assert server.arrived == []


def test_a_tag_turns_the_refusal_into_a_skip(server: CountingServer, run_robot: RobotRunner) -> None:
    tags = ["needs:destructive", "NEEDS:Destructive", "needs: destructive", "ne_eds:destructive"]
    tests = [f"{tag}\n    [Tags]    {tag}\n    Upload Manual    thermostat.pdf\n" for tag in tags]
    outcome = run_robot(UPLOAD.format(settings="", tags="") + "".join(tests))
    refusal(outcome.tests.pop("Upload"), "destructive")
    assert outcome.tests == dict.fromkeys(tags, ("SKIP", "environment prod does not offer destructive"))
    assert server.arrived == []


def test_a_near_miss_is_an_error_at_the_start_of_the_run(
    server: CountingServer, run_robot: RobotRunner
) -> None:
    """`utest/ManuelEnvironment/test_capabilities.py` has more of them."""
    tag = "needs:destrucive"
    suite = UPLOAD.format(settings="", tags="") + f"\nOther\n    [Tags]    {tag}\n    Check Health\n"
    outcome = run_robot(suite, **ALLOWED)
    expected = f"test 'Suite.Other': the tag '{tag}' names no capability. Did you mean needs:destructive?"
    assert outcome.line_of_refusal == expected
    assert server.arrived == []
