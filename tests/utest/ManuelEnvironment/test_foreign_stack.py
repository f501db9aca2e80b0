"""Settings for a backend, an AWS and names that are not ours, and what blocks a test there."""

from collections.abc import Iterator

import boto3
import pytest

from aws_stand_in import MockAwsServer
from fault_engine import FaultEngine
from manuel_stack.resource_names import CONTRACT_NAMES, names_by_contract
from manuel_stack.resources import create_manuel_resources
from ManuelEnvironment import BlockedError, ConfigurationError, Environment
from ManuelEnvironment.listeners.run_conditions import reason_to_skip
from ManuelEnvironment.settings import validate
from support.accounts import new_account_id

ACCOUNT = new_account_id()
REGION = "eu-west-1"
ACME = {"environment": "acme", "api_base_url": "http://localhost:3000"}


def environment(**values: object) -> Environment:
    return Environment(validate({**ACME, **values}, source="acme.yaml"), None, None)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with MockAwsServer(engine=FaultEngine()) as server:
        session = boto3.Session(ACCOUNT, "any", region_name=REGION)
        create_manuel_resources(session, server.url, "acme", ACCOUNT, {"usage_table": "Counters"})
        yield server.url


def test_names_are_those_of_the_contract_unless_the_settings_have_others() -> None:
    acme = environment(stage="eu", aws_account_id=ACCOUNT, usage_table="Counters")
    names = {kind: acme.resource_name(kind) for kind in CONTRACT_NAMES}
    assert names == {**names_by_contract("eu", ACCOUNT), "usage_table": "Counters"}


def test_the_stage_is_by_default_the_name_of_the_environment() -> None:
    assert environment().resource_name("usage_table") == "manuel-usage-acme"


def test_a_bucket_without_a_known_account_blocks_in_one_line() -> None:
    with pytest.raises(BlockedError) as blocked:
        environment().resource_name("audio_bucket")
    assert str(blocked.value) == (
        "blocked by audio_bucket: set audio_bucket, or aws_account_id, in the settings of acme"
    )
    assert environment(audio_bucket="voice").resource_name("audio_bucket") == "voice"


def test_clients_go_to_the_given_endpoint_with_the_account_as_access_key(aws: str) -> None:
    acme = environment(aws_endpoint_url=aws, aws_account_id=ACCOUNT, capabilities=["aws-inspection"])
    assert "Counters" in acme.aws_client("dynamodb").list_tables()["TableNames"]
    other = environment(aws_endpoint_url=aws, aws_account_id="000000000043")
    assert other.aws_client("dynamodb").list_tables()["TableNames"] == []


def test_clients_wait_for_a_response_as_long_as_the_settings_say(aws: str) -> None:
    config = environment(aws_endpoint_url=aws, timeout_seconds=7).aws_client("dynamodb").meta.config
    assert (config.connect_timeout, config.read_timeout) == (7, 7)


def test_only_our_stand_in_is_one(aws: str) -> None:
    assert environment(aws_endpoint_url=aws).stand_in_url == aws
    assert environment(aws_endpoint_url="http://127.0.0.1:9").stand_in_url is None
    assert environment().stand_in_url is None


def test_what_can_be_used_blocks_nothing(aws: str) -> None:
    acme = environment(
        aws_endpoint_url=aws,
        aws_account_id=ACCOUNT,
        fault_control_url=f"{aws}/_faults",
        usage_table="Counters",
        capabilities=["aws-inspection", "fault-injection", "second-pool", "second-user"],
        second_pool_id="eu-west-1_abc",
        second_pool_client_id="abc",
        users="disposable",
    )
    needs = ["needs:aws-inspection", "needs:fault-injection", "needs:second-pool", "needs:second-user"]
    assert reason_to_skip(acme, needs) is None


@pytest.mark.parametrize(
    ("capability", "settings", "reason"),
    [
        (
            "aws-inspection",
            {"usage_table": "Mistaken"},
            "table Mistaken (usage_table) can't be described at {aws}: An error occurred (ResourceNotFoundException)",
        ),
        (
            "fault-injection",
            {"fault_control_url": "{aws}/_fault"},
            "no fault engine responds at {aws}/_fault (fault_control_url): ",
        ),
        (
            "fault-injection",
            {"aws_endpoint_url": "http://127.0.0.1:9"},
            "set fault_control_url or fis_experiment_templates",
        ),
        ("time-control", {}, "only the clock of a local stack can be set"),
        (
            "email-codes",
            {"aws_endpoint_url": "http://127.0.0.1:9"},
            "only an AWS stand-in shows the codes that user pools have sent",
        ),
        ("second-pool", {"second_pool_id": "eu-west-1_abc"}, "set second_pool_id and second_pool_client_id"),
        ("second-user", {}, "set second_user_email, or `users: disposable`"),
        (
            "admin-user",
            {"second_user_email": "a@example.com"},
            "set admin_user_email, or `users: disposable`",
        ),
    ],
)
def test_a_capability_that_cannot_be_used_blocks_its_tests_in_one_line(
    aws: str, capability: str, settings: dict[str, str], reason: str
) -> None:
    values = {name: value.format(aws=aws) for name, value in settings.items()}
    known = {"aws_endpoint_url": aws, "aws_account_id": ACCOUNT, "capabilities": [capability, "cost"]}
    acme = environment(**{**known, **values})
    said = reason_to_skip(acme, [f"needs:{capability}"])
    assert said is not None
    assert said.startswith(f"blocked by {capability}: {reason.format(aws=aws)}")
    assert "\n" not in said
    assert reason_to_skip(acme, ["needs:cost"]) is None


def test_missing_credentials_block_the_tests_that_need_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(variable, "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)  # it keeps the credentials that it has found once
    said = reason_to_skip(environment(capabilities=["aws-inspection"]), ["needs:aws-inspection"])
    assert said == (
        "blocked by aws-inspection: table manuel-usage-acme (usage_table) can't be described at AWS in eu-west-1: "
        "Unable to locate credentials"
    )


@pytest.mark.parametrize("key", ["aws_endpoint_url", "fault_control_url", "key_set_url"])
def test_local_has_its_own_aws(key: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{key} is 'http://localhost:1', but `local` has its own"):
        validate({"environment": "local", key: "http://localhost:1"}, source="local")


def test_a_fault_engine_elsewhere_must_be_allowed() -> None:
    settings = {**ACME, "fault_control_url": "http://faults.example.com/_faults"}
    with pytest.raises(ConfigurationError, match=r"needs its host, 'faults\.example\.com', in allowed_hosts"):
        validate(settings, source="acme")
    assert validate({**settings, "allowed_hosts": ["faults.example.com"]}, source="acme").fault_control_url


def test_words_for_states_are_the_contracts_unless_the_settings_have_others() -> None:
    assert environment(states={"ready": "processed"}).settings.states == {
        **{word: word for word in ("processing", "failed", "STARTING", "IN_PROGRESS", "COMPLETE", "FAILED")},
        "ready": "processed",
    }


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="input should be 'processing', 'ready', 'failed'"):
        validate({**ACME, "states": {"redy": "processed"}}, source="acme.yaml")
