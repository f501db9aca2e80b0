"""Variables of a run override its settings file, but not what decides where requests go and which may be sent."""

from pathlib import Path
from typing import Any

import pytest

from ManuelEnvironment import robot_variables
from ManuelEnvironment.errors import ConfigurationError

SETTINGS = "environment: prod\napi_base_url: https://api.example.com\n"


@pytest.fixture
def variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The variables of a run with a settings file of prod."""
    file = tmp_path / "prod.yaml"
    file.write_text(SETTINGS)
    variables = {"environment": "prod", "api_base_url": "https://api.example.com"}
    monkeypatch.setattr(robot_variables, "_variable_files", lambda: [(str(file), [])])
    monkeypatch.setattr(robot_variables, "variable", variables.get)
    return variables


def test_variables_override_the_settings_file(variables: dict[str, Any]) -> None:
    variables["daily_quota"] = "7"
    settings, _ = robot_variables.read_settings()
    assert (settings.environment, settings.daily_quota) == ("prod", 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "local"),
        ("api_base_url", "http://127.0.0.1:3000"),
        ("base_path", "/api"),
        ("aws_endpoint_url", "http://127.0.0.1:3000"),
        ("fault_control_url", "http://127.0.0.1:3000/_faults"),
        ("key_set_url", "http://127.0.0.1:3000/jwks.json"),
        ("allowed_hosts", "api.example.com"),
        ("capabilities", ["destructive"]),
        ("users", "disposable"),
        ("requests_per_minute", "100000"),
    ],
)
def test_what_decides_about_requests_comes_from_the_file_alone(
    variables: dict[str, Any], name: str, value: Any
) -> None:
    variables[name] = value
    with pytest.raises(
        ConfigurationError, match=rf"^{name} is .*: {name} comes from the settings file alone, not from"
    ):
        robot_variables.read_settings()
