import datetime

import pytest

from ManuelEnvironment.capabilities import Capability
from ManuelEnvironment.configuration import environment_names, read_environment
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings, require_exact_types, validate

DEV = {"environment": "dev", "api_base_url": "http://localhost:3000"}


@pytest.mark.parametrize("name", environment_names())
def test_each_environment_of_the_project_is_valid(name: str) -> None:
    assert validate(read_environment(name), source=name).environment == name


def test_there_are_four_environments() -> None:
    assert environment_names() == ["dev", "local", "prod", "staging"]


def test_local_offers_everything_that_can_be_had_without_waiting_for_a_token_to_expire() -> None:
    local = validate(read_environment("local"), source="local")
    assert set(Capability) - set(local.capabilities) == {Capability.SHORT_TOKENS}


def test_a_templates_functions_have_api_gateway_before_them_and_take_what_fits_into_an_event() -> None:
    local = read_environment("local")
    alone, deployed = (
        validate({**local, **template}, source="local") for template in ({}, {"template": "template.yaml"})
    )
    assert (alone.behind_api_gateway, alone.body_limit_mb) == (False, 10)
    assert (deployed.behind_api_gateway, deployed.body_limit_mb) == (True, 5)
    assert validate({**local, "template": "t.yaml", "body_limit_mb": 2}, source="local").body_limit_mb == 2


def test_production_changes_nothing_costs_nothing_and_loads_nothing() -> None:
    assert validate(read_environment("prod"), source="prod").capabilities == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("token_kind", "jwt", "token_kind is 'jwt', but input should be 'id' or 'access'"),
        ("daily_quota", 0, "daily_quota is 0, but input should be greater than or equal to 1"),
        ("daily_quota", "many", "daily_quota is 'many', but input should be a valid integer"),
        (
            "failure_probability",
            1.5,
            "failure_probability is 1.5, but input should be less than or equal to 1",
        ),
        ("capabilities", ["costs"], "'costs' is not a capability; expected one of fault-injection"),
        (
            "api_base_url",
            "localhost",
            "api_base_url is 'localhost', but must be http:// or https:// with a host, and no query",
        ),
        ("dialy_quota", 5, "unknown key 'dialy_quota'. Did you mean daily_quota"),
        (
            "service_level_objectives",
            {"GET /health": {"p95": 1}},
            "unknown key 'service_level_objectives.GET /health.p95'",
        ),
    ],
)
def test_an_invalid_value_is_named_with_the_allowed_ones(key: str, value: object, said: str) -> None:
    with pytest.raises(ConfigurationError) as failure:
        validate({**DEV, key: value}, source="dev.yaml")
    assert str(failure.value).startswith("dev.yaml: ")
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ConfigurationError, match="environment is missing"):
        validate({"api_base_url": "http://localhost:3000"}, source="dev.yaml")


def test_a_deployed_environment_needs_an_address() -> None:
    with pytest.raises(ConfigurationError, match="api_base_url is missing"):
        validate({"environment": "dev"}, source="dev.yaml")


def test_local_accepts_no_other_api() -> None:
    with pytest.raises(ConfigurationError, match="local` has its own API"):
        validate({"environment": "local", "api_base_url": "https://api.manuel.yourdomain.com"}, source="x")


@pytest.mark.parametrize("capability", ["destructive", "load", "cost", "fault-injection"])
def test_production_needs_its_host_on_the_allow_list(capability: str) -> None:
    prod = {
        "environment": "prod",
        "api_base_url": "https://api.manuel.yourdomain.com",
        "capabilities": [capability],
    }
    with pytest.raises(ConfigurationError, match=r"'api.manuel.yourdomain.com', in allowed_hosts"):
        validate(prod, source="prod.yaml")
    assert validate({**prod, "allowed_hosts": ["api.manuel.yourdomain.com"]}, source="prod.yaml")


def test_values_from_the_command_line_are_strings() -> None:
    settings = validate(
        {**DEV, "daily_quota": "5", "enable_chaos_testing": "true", "capabilities": ["cost", "load"]},
        source="x",
    )
    assert (settings.daily_quota, settings.enable_chaos_testing) == (5, True)
    assert settings.capabilities == [Capability.COST, Capability.LOAD]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("daily_quota", "5", "daily_quota is '5', but input should be a valid integer"),
        ("daily_quota", True, "daily_quota is True, but input should be a valid integer"),
        ("timeout_seconds", True, "timeout_seconds is True, but input should be a valid number"),
        ("timeout_seconds", float("nan"), "timeout_seconds is nan, but input should be a finite number"),
        ("enable_chaos_testing", "yes", "enable_chaos_testing is 'yes', but input should be a valid boolean"),
        ("enable_chaos_testing", 1, "enable_chaos_testing is 1, but input should be a valid boolean"),
        ("capabilities", "cost", "capabilities is 'cost', but input should be a valid list"),
        (
            "stage",
            datetime.date(2026, 1, 1),
            "stage is datetime.date(2026, 1, 1), but input should be a valid string",
        ),
    ],
)
def test_a_value_of_another_type_is_no_value_of_a_file(key: str, value: object, said: str) -> None:
    require_exact_types({**DEV, "daily_quota": 5, "capabilities": ["destructive"]}, source="dev.yaml")
    with pytest.raises(ConfigurationError) as failure:
        require_exact_types({**DEV, key: value}, source="dev.yaml")
    assert str(failure.value) == f"dev.yaml: {said}"


def test_settings_cannot_be_changed_by_a_test() -> None:
    settings = validate(DEV, source="x")
    with pytest.raises(ValueError, match="frozen"):
        settings.daily_quota = 1  # type: ignore[misc]
    assert isinstance(settings, Settings)
