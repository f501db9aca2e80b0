"""The keyword library as Robot Framework runs it."""

import inspect
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from robot import running
from robot.api import ExecutionResult

from cause_register import CauseRegister
from FailureSimulator import FailureSimulator
from FailureSimulator.injected_faults import FAULTS_METADATA, InjectedFault, faults_from_json
from ManuelEnvironment.causes import CauseNotes

CALLS = Path(__file__).parent / "keywords" / "QueueCalls.py"
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(aws: Any, tmp_path: Path) -> Run:
    """Return a function that runs test cases with the library and returns their results by name."""

    def run_cases(cases: str, *, settings: str = "") -> dict[str, Any]:
        source = (
            f"*** Settings ***\nLibrary    FailureSimulator    {aws.url}\nLibrary    {CALLS}    {aws.url}\n"
            f"Suite Teardown    QueueCalls.Close Client\n{dedent(settings)}\n*** Test Cases ***\n{dedent(cases)}"
        )
        suite = running.TestSuite.from_string(source)
        suite.run(outputdir=str(tmp_path), output="output.xml", stdout=StringIO(), stderr=StringIO())
        assert aws.engine.rules == [], "every failure ends with its test"
        result = ExecutionResult(tmp_path / "output.xml")
        return {test.name: test for test in result.suite.tests}

    return run_cases


def messages(test: Any) -> list[str]:
    return [message.message for item in test.body for message in item.messages]


def test_failure_by_name_hits_and_ends_with_its_test(run: Run, aws: Any, tmp_path: Path) -> None:
    (tmp_path / "failures.yaml").write_text(
        "throttled queue: {service: sqs, fault: error, code: RequestThrottled}\n"
    )
    results = run(
        f"""
        Throttled Twice
            Load Failure Scenarios    {tmp_path}/failures.yaml
            Activate Failure    throttled queue    times=2
            List Queues
            Failure Should Have Happened    Throttled-Queue    times=2
        Not Throttled Any More
            List Queues
        """
    )

    assert [test.status for test in results.values()] == ["PASS", "PASS"]
    assert [effect.attempt for effect in aws.effects()] == [1, 2]
    assert faults_from_json(results["Throttled Twice"].metadata[FAULTS_METADATA]) == [
        InjectedFault("throttled queue", "error RequestThrottled on sqs.*", 2)
    ]
    assert FAULTS_METADATA not in results["Not Throttled Any More"].metadata


def test_failure_that_hit_nothing_fails_the_test_with_what_was_seen_instead(run: Run) -> None:
    results = run(
        """
        Other Service
            Activate Failure    bedrock_throttling
            List Queues
        No Call At All
            Activate Failure    dynamodb_throttling
        Spared
            Activate Fault    latency    service=sqs    delay=0    skip=5
            List Queues
        Allowed To Be Idle
            Activate Failure    bedrock_throttling    must_hit=False
        Failed Anyway
            Activate Failure    bedrock_throttling
            Fail    for another reason
        """
    )

    assert results["Other Service"].message == (
        "Failure 'bedrock_throttling' was active but hit nothing.\n"
        "  expected: error ThrottlingException on bedrock-runtime.*\n"
        "  got:      sqs.ListQueues x 1, none of which the rule matches"
    )
    assert "no request at all" in results["No Call At All"].message
    assert "1 matching requests, all of them spared" in results["Spared"].message
    assert results["Allowed To Be Idle"].status == "PASS"
    assert results["Failed Anyway"].message == (
        "for another reason\nAlso: Failure 'bedrock_throttling' was active but hit nothing."
    )


def test_failures_end_before_the_teardown_whatever_the_outcome(run: Run) -> None:
    results = run(
        """
        Fails While Active
            Activate Fault    reset    service=sqs
            List Queues
            [Teardown]    List Queues
        Times Out In A Hang
            [Timeout]    1 second
            Activate Fault    hang    service=sqs
            List Queues
            [Teardown]    List Queues
        """
    )

    assert [test.status for test in results.values()] == ["FAIL", "FAIL"]
    assert "Connection was closed" in results["Fails While Active"].message
    assert results["Times Out In A Hang"].message == "Test timeout 1 second exceeded."
    assert [test.teardown.status for test in results.values()] == ["PASS", "PASS"]


def test_deactivated_failure_ends_at_once_and_is_still_verified(run: Run) -> None:
    results = run(
        """
        Recovers
            Activate Fault    error    name=broken    service=sqs    code=OverLimit
            Listing Should Be Refused
            ${hits} =    Deactivate Failure    broken
            Should Be Equal As Integers    ${hits}    1
            List Queues
        Never Happened
            Activate Fault    reset    name=broken    service=sns
            Deactivate Failure    broken
        """
    )

    assert results["Recovers"].status == "PASS"
    assert "hit nothing" in results["Never Happened"].message


def test_each_activation_is_verified_separately(run: Run) -> None:
    results = run(
        """
        Idle Before It Hits
            Activate Fault    latency    name=late    service=sqs    delay=0
            Deactivate Failure    late
            Activate Fault    latency    name=late    service=sqs    delay=0
            List Queues
            Failure Should Have Happened    late    times=1
        Reported Once
            Activate Failure    bedrock_throttling
            Failure Should Have Happened    bedrock_throttling
        """
    )

    assert results["Idle Before It Hits"].message.count("hit nothing") == 1
    assert results["Reported Once"].message.count("hit nothing") == 1


def test_effects_can_be_read(run: Run) -> None:
    results = run(
        """
        Effects
            Activate Fault    error    name=broken    service=sqs    code=OverLimit
            Listing Should Be Refused
            ${effects} =    Get Failure Effects    broken
            Length Should Be    ${effects}    1
            Should Be Equal    ${effects}[0][operation]    ListQueues
        """
    )

    assert results["Effects"].message == ""


@pytest.mark.parametrize(
    ("keyword", "message"),
    [
        (
            "Activate Failure    bedrock_throtling",
            "There is no failure 'bedrock_throtling'. Did you mean bedrock_throttling",
        ),
        (
            "Activate Failure    quota_exceeded",
            "Failure quota_exceeded needs 'use_up_quota', which has not been provided",
        ),
        ("Activate Failure    quota_exceeded    times=2", "so it takes no times"),
        ("Activate Failure    bedrock_throttling    operation=InvokModel", "Did you mean InvokeModel"),
        ("Activate Fault    latencey    delay=1", "there is no fault 'latencey'. Did you mean latency?"),
        ("Activate Fault    latency", "delay is missing"),
        ("Activate Fault    refused", "connections can be refused only at a proxy"),
        ("Activate Fault    reset    proxy=api", "There is no proxy 'api'. Running: none."),
        ("Deactivate Failure    bedrock_throttling", "Failure 'bedrock_throttling' has not been activated."),
        (
            "Load Failure Scenarios    /nowhere.yaml",
            "/nowhere.yaml can't be read: No such file or directory.",
        ),
        ("Run Experiment From File    /nowhere.yaml", "/nowhere.yaml can't be read"),
        ("Start Fault Proxy    https://api.example.com", "is not on this machine"),
    ],
)
def test_invalid_input_fails_with_one_clear_line(run: Run, keyword: str, message: str) -> None:
    (result,) = run(f"Case\n    {keyword}\n").values()

    assert message in result.message
    assert "\n" not in result.message


def test_active_failure_cannot_be_activated_again(run: Run) -> None:
    results = run(
        """
        Twice
            Activate Fault    reset    name=broken    service=sqs    must_hit=False
            Run Keyword And Expect Error    Failure 'broken' is already active.*    Activate Fault    hang    name=broken
        """
    )

    assert results["Twice"].status == "PASS"


def test_example_of_the_documentation_works(run: Run, aws: Any, tmp_path: Path) -> None:
    documentation = inspect.getdoc(FailureSimulator) or ""
    (failure,) = re.findall(r"```yaml\n(.*?)```", documentation, re.DOTALL)
    (test,) = re.findall(r"```robotframework\n\*\*\* Test Cases \*\*\*\n(.*?)```", documentation, re.DOTALL)
    (tmp_path / "slow-queue.yaml").write_text(failure)
    results = run(test.replace("${CURDIR}", str(tmp_path)))

    assert [(name, result.message) for name, result in results.items()] == [
        ("Slow Queue Still Accepts Messages", "")
    ]
    assert [(effect.rule, effect.held_ms >= 300) for effect in aws.effects()] == [("slow queue", True)]


def test_failure_in_a_suite_setup_is_rejected(run: Run) -> None:
    results = run(
        "Case\n    No Operation\n", settings="Suite Setup    Activate Failure    bedrock_throttling"
    )

    assert "A failure ends with its test. Activate it in a test" in results["Case"].message


class TestRealCauses:
    @pytest.fixture(autouse=True)
    def _causes_of_a_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        notes = CauseNotes(CauseRegister(tmp_path / "causes"))
        monkeypatch.setattr("FailureSimulator.preconditions.cause_notes", lambda: notes)

    SETTINGS = """
        Suite Setup    Provide Backend
        *** Keywords ***
        Provide Backend
            Provide Cause    use_up_quota    Answer    200    used up
            Provide Cause    send_query    Answer    429    asked
        """

    def test_failure_is_caused_and_proved(self, run: Run) -> None:
        results = run(
            "Quota\n    Activate Failure    quota exceeded\n    List Queues\n", settings=self.SETTINGS
        )

        assert results["Quota"].status == "PASS"

    def test_failure_that_did_not_happen_is_reported(self, run: Run) -> None:
        run("Quota\n    Activate Failure    quota exceeded\n", settings=self.SETTINGS)
        settings = self.SETTINGS.replace("429", "200")
        results = run("Quota\n    Activate Failure    quota_exceeded\n", settings=settings)

        assert results["Quota"].status == "FAIL"
        assert results["Quota"].message == (
            "Expected failure quota_exceeded to happen: after 1 x use_up_quota, status 429 from send_query.\nGot 200"
        )

    def test_failure_that_never_happened_blocks_the_test(self, run: Run) -> None:
        settings = self.SETTINGS.replace("429", "200")
        results = run("Quota\n    Activate Failure    quota_exceeded\n", settings=settings)

        assert results["Quota"].status == "SKIP"
        assert results["Quota"].message == (
            "blocked by failure quota_exceeded: 200\n"
            "Expected failure quota_exceeded to happen: after 1 x use_up_quota, status 429 from send_query.\nGot 200"
        )

    def test_proof_that_returns_no_status_is_reported(self, run: Run) -> None:
        settings = self.SETTINGS.replace("Answer    429    asked", "Set Variable    busy")
        results = run("Quota\n    Activate Failure    quota_exceeded\n", settings=settings)

        assert results["Quota"].message == "Expected an HTTP status from send_query, got 'busy'."


class TestProxy:
    def test_proxy_injects_faults_and_ends_with_its_test(self, run: Run, aws: Any) -> None:
        results = run(
            f"""
            Through The Proxy
                ${{url}} =    Start Fault Proxy    {aws.url}    alias=queues    serves=aws
                Import Library    {CALLS}    ${{url}}    AS    Proxied
                Activate Fault    refused    proxy=queues    name=down
                Proxied.Listing Should Be Refused
                Deactivate Failure    down
                Proxied.List Queues
                Proxied.Close Client
            Gone
                Run Keyword And Expect Error    There is no proxy 'queues'*    Activate Fault    reset    proxy=queues
            """
        )

        assert {name: test.message for name, test in results.items()} == {"Through The Proxy": "", "Gone": ""}


class TestUnsupportedFault:
    def test_what_only_the_stand_in_can_do_blocks_the_test(self, run: Run) -> None:
        result = run("Case\n    Activate Fault    stale_read\n")["Case"]

        assert result.status == "SKIP"
        assert result.message.startswith("blocked by AWS stand-in: rule 'reads without the latest writes")
        assert "only the AWS stand-in knows what its tables held before" in result.message

    def test_at_a_proxy_as_well(self, run: Run, aws: Any) -> None:
        results = run(
            f"""
            At A Proxy
                Start Fault Proxy    {aws.url}    alias=tables    serves=aws
                Activate Fault    stale_read    proxy=tables
            """
        )
        assert results["At A Proxy"].status == "SKIP"
        assert "only the AWS stand-in knows" in results["At A Proxy"].message


class TestExperiment:
    def test_experiment_passes_if_the_system_copes(self, run: Run, tmp_path: Path) -> None:
        results = run(
            """
            Throttled
                ${journal} =    Run Experiment    A throttled queue costs patience, not answers
                ...    steady_state=List Queues
                ...    failures=throttled queue${SPACE*4}times=2
                ...    probes=List Queues
                ...    rollback=Should Be Equal${SPACE*4}same${SPACE*4}same
                Should Be True    ${journal}[passed]
            """,
            settings=f"Suite Setup    Load Failure Scenarios    {failures_file(tmp_path)}",
        )

        assert results["Throttled"].message == ""
        journal = json.loads(
            (tmp_path / "experiments" / "a-throttled-queue-costs-patience-not-answers.json").read_text()
        )
        assert [(step["stage"], step["step"], step["passed"]) for step in journal["results"]] == [
            ("steady state before", "List Queues", True),
            ("failures", "throttled queue", True),
            ("probes", "List Queues", True),
            ("rollback", "end throttled queue", True),
            ("rollback", "Should Be Equal    same    same", True),
            ("steady state after", "List Queues", True),
        ]
        assert [effect["attempt"] for effect in journal["effects"]] == [1, 2]
        assert [fault.hits for fault in faults_from_json(results["Throttled"].metadata[FAULTS_METADATA])] == [
            2
        ]
        table = next(text for text in messages(results["Throttled"]) if "<table>" in text)
        assert "2 requests were hit" in table

    def test_journal_has_only_the_effects_of_its_own_experiment(self, run: Run, tmp_path: Path) -> None:
        experiment = """
                ${journal} =    Run Experiment    Again    steady_state=List Queues
                ...    failures=throttled queue${SPACE*4}times=2    probes=List Queues
                ${attempts} =    Evaluate    [effect["attempt"] for effect in $journal["effects"]]
                Should Be Equal    ${attempts}    ${{ [1, 2] }}
            """
        results = run(
            f"""
            First
                {experiment}
            Second
                {experiment}
            """,
            settings=f"Suite Setup    Load Failure Scenarios    {failures_file(tmp_path)}",
        )

        assert [results["First"].message, results["Second"].message] == ["", ""]

    def test_each_experiment_has_a_journal_of_its_own(self, run: Run, tmp_path: Path) -> None:
        results = run(
            """
            Three
                VAR    ${throttled}    throttled queue${SPACE*4}times=2
                FOR    ${title}    IN    Outage 2    Outage    Outage
                    Run Experiment    ${title}    steady_state=No Operation    failures=${throttled}    probes=List Queues
                END
            """,
            settings=f"Suite Setup    Load Failure Scenarios    {failures_file(tmp_path)}",
        )

        journals = {file.name: json.loads(file.read_text()) for file in (tmp_path / "experiments").iterdir()}
        assert results["Three"].message == ""
        assert {name: journal["title"] for name, journal in journals.items()} == {
            "outage-2.json": "Outage 2",
            "outage.json": "Outage",
            "outage-3.json": "Outage",
        }

    def test_failed_probe_fails_the_experiment_and_the_failure_ends(
        self, run: Run, aws: Any, tmp_path: Path
    ) -> None:
        results = run(
            """
            Broken
                Run Experiment    Broken queue    steady_state=List Queues    failures=broken queue
                ...    probes=List Queues    recovery=2s
            """,
            settings=f"Suite Setup    Load Failure Scenarios    {failures_file(tmp_path)}",
        )

        assert results["Broken"].message.startswith(
            "Experiment 'Broken queue': expected the system to do what it should while the failures were active.\n"
            "Got a failure of List Queues: "
        )
        assert "OverLimit" in results["Broken"].message

    def test_no_failure_is_activated_outside_the_steady_state(self, run: Run, aws: Any) -> None:
        results = run(
            """
            Unsteady
                Run Experiment    Unsteady    steady_state=Fail    failures=bedrock_throttling    probes=No Operation
            """
        )

        assert "expected the system to be in its steady state to begin with" in results["Unsteady"].message
        assert aws.effects() == []

    def test_failure_that_hit_nothing_fails_the_experiment(self, run: Run) -> None:
        results = run(
            """
            Idle
                Run Experiment    Idle    steady_state=List Queues    failures=bedrock_throttling    probes=List Queues
            """
        )

        assert "Failure 'bedrock_throttling' was active but hit nothing." in results["Idle"].message

    def test_experiment_is_read_from_a_file(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "experiment.yaml").write_text(
            dedent(
                """
                title: From a file
                steady_state: List Queues
                failures:
                  - {name: throttled queue, times: 1}
                probes:
                  - [Should Be Equal, same, same]
                  - List Queues
                rollback: No Operation
                recovery: 5s
                """
            )
        )
        results = run(
            f"""
            File
                Run Experiment From File    {tmp_path}/experiment.yaml
            """,
            settings=f"Suite Setup    Load Failure Scenarios    {failures_file(tmp_path)}",
        )

        assert results["File"].message == ""
        assert (tmp_path / "experiments" / "from-a-file.json").is_file()


def failures_file(folder: Path) -> Path:
    """Write two failures to a file and return its path."""
    path = folder / "failures.yaml"
    path.write_text(
        "throttled queue: {service: sqs, fault: error, code: RequestThrottled}\n"
        "broken queue: {service: sqs, fault: error, code: OverLimit}\n"
    )
    return path


def test_zero_hits_are_no_number_to_expect() -> None:
    with pytest.raises(ValueError, match=r"^times: expected 1 or more, got 0"):
        FailureSimulator().failure_should_have_happened("bedrock_throttling", times=0)
