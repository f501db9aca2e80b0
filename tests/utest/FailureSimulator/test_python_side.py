"""The library in Python: failures by name, `with` blocks, causes, the settings of an environment."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from robot.api import SkipExecution

from FailureSimulator import FailureNeverHappenedError, FailureSimulationError, FailureSimulator
from FailureSimulator.drivers import AwsFaultsDriver
from FailureSimulator.fis import FisDriver
from FailureSimulator.named_failures import SHIPPED, read_failures
from FailureSimulator.resource_roles import with_deployed_names
from fault_engine import FaultEngine
from fault_engine.control import CONTROL_PATH
from manuel_stack.attachment import worker_id
from ManuelEnvironment.stand_in import FAULT_CONTROL_PATH

ONCE = {"total_max_attempts": 1, "mode": "standard"}
FAILURES_WITH_RULES = [failure for failure in read_failures(SHIPPED) if failure.rules]


@pytest.fixture
def failures(aws: Any) -> FailureSimulator:
    return FailureSimulator(aws.url)


def test_library_comes_with_ten_failures() -> None:
    assert [failure.name for failure in read_failures(SHIPPED)] == [
        "bedrock_throttling",
        "dynamodb_throttling",
        "stale_reads",
        "duplicate_delivery",
        "transcribe_failure",
        "network_timeout",
        "authentication_failure",
        "circuit_breaker_open",
        "rate_limit_exceeded",
        "quota_exceeded",
    ]


@pytest.mark.parametrize("failure", FAILURES_WITH_RULES, ids=lambda failure: failure.name)
def test_rules_of_the_failures_name_only_modelled_errors(failure: Any) -> None:
    engine = FaultEngine()
    engine.support_stale_reads()
    assert [report["notes"] for report in engine.add(*failure.rules)] == [[]]


@pytest.mark.parametrize(
    ("name", "service", "call"),
    [
        (
            "bedrock_throttling",
            "bedrock-runtime",
            lambda client: client.invoke_model(modelId="m", body=b"{}"),
        ),
        (
            "dynamodb_throttling",
            "dynamodb",
            lambda client: client.get_item(TableName="t", Key={"id": {"S": "1"}}),
        ),
        ("transcribe_failure", "transcribe", lambda client: client.list_transcription_jobs()),
        (
            "authentication_failure",
            "cognito-idp",
            lambda client: client.initiate_auth(AuthFlow="USER_SRP_AUTH", ClientId="c", AuthParameters={}),
        ),
    ],
)
def test_failure_is_raised_as_the_modelled_exception(aws: Any, name: str, service: str, call: Any) -> None:
    (failure,) = (failure for failure in FAILURES_WITH_RULES if failure.name == name)
    code = failure.rules[0]["code"]
    client = aws.client(service, retries=ONCE)
    modelled = getattr(client.exceptions, code)
    with FailureSimulator(aws.url).active(name, duration=30), pytest.raises(modelled) as raised:
        call(client)

    assert raised.value.response["Error"]["Code"] == code
    assert aws.engine.rules == []


def test_duration_is_the_second_argument(aws: Any, failures: FailureSimulator) -> None:
    assert failures.activate_failure("bedrock_throttling", 30) == "bedrock_throttling"
    assert failures.activate_failure("network_timeout", 15) == "network_timeout"

    assert [report["rule"]["duration"] for report in aws.engine.rules] == [30, 15]


def test_block_in_which_nothing_is_hit_is_an_error(failures: FailureSimulator) -> None:
    block = failures.active("transcribe_failure")
    block.__enter__()
    with pytest.raises(FailureNeverHappenedError, match="'transcribe_failure' was active but hit nothing"):
        block.__exit__(None, None, None)


def test_a_failure_that_another_run_has_ended_is_not_known_to_have_happened(
    aws: Any, failures: FailureSimulator
) -> None:
    failures.activate_failure("transcribe_failure")
    failures.activate_fault("reset", service="sqs", must_hit=False)
    aws.engine.clear()
    with pytest.raises(FailureNeverHappenedError) as raised:
        failures._simulator.verify()
    assert str(raised.value) == (
        "Failure 'transcribe_failure' was active but hit nothing.\n"
        "  expected: a report on the rule 'transcribe_failure' at its end\n"
        "  got:      none. Has another run that uses this fault engine ended it?"
    )


def test_a_failure_that_was_left_before_a_test_is_not_one_of_the_test(failures: FailureSimulator) -> None:
    failures.activate_failure("transcribe_failure")
    assert [report["name"] for report in failures._simulator.begin()] == ["transcribe_failure"]
    failures.activate_failure("transcribe_failure", must_hit=False)
    failures._simulator.verify()


def test_exception_in_a_block_is_raised_and_the_failure_ends(aws: Any, failures: FailureSimulator) -> None:
    with pytest.raises(ZeroDivisionError), failures.active("transcribe_failure"):
        raise ZeroDivisionError

    assert aws.engine.rules == []


def test_options_override_those_of_the_failure(aws: Any, failures: FailureSimulator) -> None:
    failures.activate_failure("network_timeout", service="transcribe", operation="GetTranscriptionJob")

    assert aws.engine.rules[0]["description"] == "hang on transcribe.GetTranscriptionJob"


def test_settings_of_the_environment_are_the_defaults(aws: Any) -> None:
    settings = SimpleNamespace(failure_duration_seconds=7, failure_probability=0.25)
    failures = FailureSimulator(SimpleNamespace(fault_engine_url=f"{aws.url}/_faults", settings=settings))
    failures.activate_failure("bedrock_throttling")
    failures.activate_failure("dynamodb_throttling", 3, probability=1.0)

    specs = [(report["rule"]["duration"], report["rule"]["probability"]) for report in aws.engine.rules]
    assert specs == [(7, 0.25), (3, 1.0)]


def test_unreachable_fault_engine_is_reported() -> None:
    with pytest.raises(
        FailureSimulationError, match=r"Cannot reach the fault engine at http://127\.0\.0\.1:1/_faults"
    ):
        FailureSimulator("http://127.0.0.1:1").activate_failure("bedrock_throttling")


class Backend:
    """A backend with a breaker that opens after three failed model calls, and a quota."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.failed = 0
        self.used = 0

    def send_query(self) -> int:
        if self.used >= 5:
            return 429
        if self.failed >= 3:
            return 503
        try:
            self._client.invoke_model(modelId="m", body=b"{}")
        except ClientError:
            self.failed += 1
            return 503
        return 200

    def use_up_quota(self) -> None:
        self.used = 5

    def close_circuit_breaker(self) -> None:
        self.failed = 0


class TestRealCauses:
    @pytest.fixture
    def backend(self, aws: Any) -> Backend:
        return Backend(aws.client("bedrock-runtime", retries=ONCE))

    @pytest.fixture
    def failures(self, aws: Any, backend: Backend) -> FailureSimulator:
        causes = {
            "send_query": backend.send_query,
            "use_up_quota": backend.use_up_quota,
            "close_circuit_breaker": backend.close_circuit_breaker,
        }
        settings = SimpleNamespace(breaker_failures=3)
        return FailureSimulator(
            SimpleNamespace(fault_engine_url=f"{aws.url}/_faults", settings=settings), causes=causes
        )

    def test_breaker_opens_by_failing_calls_and_stays_open_after_the_fault(
        self, aws: Any, failures: FailureSimulator, backend: Backend
    ) -> None:
        assert backend.send_query() == 200
        failures.activate_failure("circuit_breaker_open")

        assert aws.engine.rules == []
        assert len(aws.effects()) == 3
        assert backend.send_query() == 503
        failures.deactivate_failure("circuit_breaker_open")
        assert backend.send_query() == 200

    def test_breaker_that_does_not_open_is_reported(
        self, failures: FailureSimulator, backend: Backend
    ) -> None:
        backend.failed = -10
        with pytest.raises(
            FailureNeverHappenedError,
            match=r"after 3 x send_query, status 503 from send_query\.\nGot 200",
        ):
            failures.activate_failure("circuit_breaker_open")

    def test_quota_is_exceeded(self, failures: FailureSimulator, backend: Backend) -> None:
        failures.activate_failure("quota_exceeded")

        assert backend.send_query() == 429

    def test_missing_cause_is_named(self, failures: FailureSimulator) -> None:
        with pytest.raises(FailureSimulationError, match="rate_limit_exceeded needs 'use_up_rate_limit'"):
            failures.activate_failure("rate_limit_exceeded")


class TestFilesOfFailures:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("", "does not contain any failures"),
            ("- a", "does not contain any failures"),
            ("a: [", "is not valid YAML"),
            ("a: 1", "failure 'a' must be a mapping with `fault`, `rules` or `cause`, not 1."),
            (
                "a: {service: s3}",
                "failure 'a' needs exactly one of `fault`, `rules` and `cause`. It has 'service'.",
            ),
            ("a: {rules: []}", "the rules of failure 'a' must be a list of mappings, not []."),
            (
                "a: {cause: {action: x}}",
                "the cause of failure 'a' must be a mapping with action, proof, status",
            ),
            ("bedrock_throttling: {fault: reset}", "failure 'bedrock_throttling' is already defined in"),
        ],
    )
    def test_invalid_file_is_rejected_in_one_line(
        self, failures: FailureSimulator, tmp_path: Path, content: str, message: str
    ) -> None:
        path = tmp_path / "failures.yaml"
        path.write_text(content)
        with pytest.raises(FailureSimulationError) as rejected:
            failures.load_failure_scenarios(path)

        assert message in str(rejected.value)
        assert str(path) in str(rejected.value)
        assert "\n" not in str(rejected.value)

    def test_failure_of_several_rules_needs_only_one_hit(
        self, aws: Any, failures: FailureSimulator, tmp_path: Path
    ) -> None:
        path = tmp_path / "failures.yaml"
        path.write_text(
            "storage down:\n  rules:\n"
            "    - {service: s3, fault: error, code: InternalError}\n"
            "    - {service: dynamodb, fault: error, code: InternalServerError}\n"
        )
        assert failures.load_failure_scenarios(path) == ["storage down"]
        with failures.active("storage down"), pytest.raises(ClientError, match="InternalError"):
            aws.client("s3", retries=ONCE).list_buckets()

    def test_file_can_be_loaded_twice(self, failures: FailureSimulator, tmp_path: Path) -> None:
        path = tmp_path / "failures.yaml"
        path.write_text("slow: {fault: latency, delay: 1}")

        assert failures.load_failure_scenarios(path) == failures.load_failure_scenarios(path)


class TestFis:
    """AWS's own fault injection, against a stand-in that only keeps records of it."""

    @pytest.fixture
    def fis(self, aws: Any) -> Iterator[Any]:
        from moto.moto_api import state_manager

        # An experiment goes on after it was looked at five times: more often than the driver does while it runs.
        state_manager.set_transition("fis::experiment", {"progression": "manual", "times": 5})
        yield aws.client("fis")
        state_manager.unset_transition("fis::experiment")

    @pytest.fixture
    def template(self, fis: Any) -> str:
        created = fis.create_experiment_template(
            clientToken="token",
            description="Slow functions",
            stopConditions=[{"source": "none"}],
            targets={
                "functions": {
                    "resourceType": "aws:lambda:function",
                    "resourceTags": {"app": "manuel"},
                    "selectionMode": "ALL",
                }
            },
            actions={
                "delay": {
                    "actionId": "aws:lambda:invocation-add-delay",
                    "parameters": {"duration": "PT1M"},
                    "targets": {"Functions": "functions"},
                }
            },
            roleArn="arn:aws:iam::123456789012:role/fis",
        )
        return str(created["experimentTemplate"]["id"])

    @staticmethod
    def environment(fis: Any, template: str, **changes: Any) -> Any:
        facts = {
            "environment": "staging",
            "api_base_url": "https://staging-api.manuel.yourdomain.com",
            "allowed_hosts": ["staging-api.manuel.yourdomain.com"],
            "fis_experiment_templates": {"network_timeout": template},
            **changes,
        }
        offered = facts.pop("offered", True)
        return SimpleNamespace(
            fault_engine_url=None,
            settings=SimpleNamespace(**facts),
            offers=lambda capability: offered and capability == "fault-injection",
            aws_client=lambda _: fis,
        )

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("FailureSimulator.fis.POLL_SECONDS", 0.01)

    def test_experiment_is_started_and_stopped(self, fis: Any, template: str) -> None:
        of_other_tests = [one["id"] for one in fis.list_experiments()["experiments"]]
        failures = FailureSimulator(self.environment(fis, template))
        failures.activate_failure("network_timeout")
        (experiment,) = [
            one for one in fis.list_experiments()["experiments"] if one["id"] not in of_other_tests
        ]
        assert (experiment["state"]["status"], experiment["tags"]) == (
            "running",
            {"failure": "network_timeout", "worker": worker_id()},
        )

        assert failures.deactivate_failure("network_timeout") == 1
        assert fis.get_experiment(id=experiment["id"])["experiment"]["state"]["status"] == "stopped"

    def test_experiment_is_stopped_though_its_start_was_interrupted(self, fis: Any, template: str) -> None:
        def start(**tags: str) -> str:
            started = fis.start_experiment(experimentTemplateId=template, tags=tags)
            return str(started["experiment"]["id"])

        interrupted = start(failure="network_timeout", worker=worker_id())
        of_another = start(failure="network_timeout", worker="another")
        (report,) = FisDriver(fis, {}).clear()

        assert report["description"] == f"FIS experiment {interrupted}"
        states = {one["id"]: one["state"]["status"] for one in fis.list_experiments()["experiments"]}
        assert states[interrupted] == "stopped"
        assert states[of_another] != "stopped"

    @pytest.mark.parametrize(
        ("changes", "options", "message"),
        [
            ({"offered": False}, {}, "Environment staging does not offer fault-injection"),
            (
                {"allowed_hosts": []},
                {},
                "staging-api.manuel.yourdomain.com is not among its allowed_hosts (none)",
            ),
            (
                {"fis_experiment_templates": {}},
                {},
                "Failure 'network_timeout' has no FIS experiment template.",
            ),
            ({}, {"times": 2}, "times can't be set in a deployed environment"),
        ],
    )
    def test_experiment_that_is_not_allowed_is_not_started(
        self, fis: Any, template: str, changes: dict[str, Any], options: dict[str, Any], message: str
    ) -> None:
        started_before = len(fis.list_experiments()["experiments"])
        failures = FailureSimulator(self.environment(fis, template, **changes))
        with pytest.raises(FailureSimulationError) as rejected:
            failures.activate_failure("network_timeout", **options)

        assert message in str(rejected.value)
        assert len(fis.list_experiments()["experiments"]) == started_before


class TestMadeFailures:
    """What tells other libraries that a test may have left the backend changed."""

    @pytest.fixture
    def begun(self, aws: Any, failures: FailureSimulator) -> FailureSimulator:
        failures._simulator.begin()
        return failures

    def test_a_new_test_has_made_none(self, begun: FailureSimulator) -> None:
        begun._simulator.verify()
        assert not begun.made_failures

    def test_a_failure_that_has_ended_counts_until_the_next_test(self, begun: FailureSimulator) -> None:
        begun.activate_failure("bedrock_throttling", must_hit=False)
        begun.deactivate_failure("bedrock_throttling")
        assert begun.made_failures
        begun._simulator.begin()
        assert not begun.made_failures

    def test_an_activation_that_fails_counts(self, begun: FailureSimulator) -> None:
        with pytest.raises(FailureSimulationError):
            begun.activate_fault("no such fault")
        assert begun.made_failures

    def test_a_fault_that_the_library_does_not_know_counts(self, aws: Any, begun: FailureSimulator) -> None:
        aws.fail(service="sqs", fault="hang")
        begun._simulator.verify()
        assert begun.made_failures
        assert aws.engine.rules == []


def test_an_engine_before_aws_alone_skips_tests_with_rules_about_requests_to_the_api(aws: Any) -> None:
    driver = AwsFaultsDriver(f"{aws.url}/_faults", {})
    with pytest.raises(SkipExecution, match=r"^the fault engine at .* is between the backend and AWS, so"):
        driver.activate([{"fault": "reset", "path": "/api/query"}])
    assert driver.activate([{"fault": "hang", "service": "sqs", "name": "held"}])[0]["name"] == "held"
    driver.clear()


def test_rules_name_tables_and_buckets_by_their_roles() -> None:
    rule = {"fault": "reset", "table": "usage, mine", "bucket": ["audio"], "key": "usage"}
    deployed = {("table", "usage"): "manuel-usage-dev", ("bucket", "audio"): "manuel-audio-dev"}

    named = with_deployed_names(rule, lambda kind, name: deployed.get((kind, name), name))

    assert named == {**rule, "table": ["manuel-usage-dev", "mine"], "bucket": ["manuel-audio-dev"]}
    assert with_deployed_names({"fault": "reset"}, lambda *_: "other") == {"fault": "reset"}


def test_libraries_and_engine_have_the_same_control_path() -> None:
    assert FAULT_CONTROL_PATH == CONTROL_PATH
