import json
import subprocess
from pathlib import Path

import pytest
from robot.api.types import Secret

from ManuelEnvironment.configuration import (
    PASSWORD_KEY,
    read_config,
    read_environment,
    read_file,
    read_older_json,
)
from ManuelEnvironment.errors import ConfigurationError

OLDER_FORM = {
    "timeout_seconds": 10,
    "test_environments": {
        "dev": {"api_base_url": "http://localhost:3000", "enable_chaos_testing": False},
        "staging": {"api_base_url": "https://staging-api.manuel.yourdomain.com", "timeout_seconds": 20},
    },
}


@pytest.fixture
def older_form(tmp_path: Path) -> Path:
    path = tmp_path / "test_config.json"
    path.write_text(json.dumps(OLDER_FORM))
    return path


def test_the_older_form_overlays_common_values_with_the_environments_own(older_form: Path) -> None:
    assert read_older_json(older_form, "staging") == {
        "environment": "staging",
        "api_base_url": "https://staging-api.manuel.yourdomain.com",
        "timeout_seconds": 20,
    }
    assert read_older_json(older_form, "dev")["timeout_seconds"] == 10


def test_the_older_form_names_its_environments(older_form: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"unknown environment 'prod': test_environments has dev, staging"
    ):
        read_older_json(older_form, "prod")


def test_test_environments_must_be_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "test_config.json"
    path.write_text('{"test_environments": ["dev"]}')
    with pytest.raises(ConfigurationError, match="test_environments must map"):
        read_older_json(path, "dev")


def test_a_flat_file_without_environment_is_for_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("daily_quota: 3\n")
    assert read_config(path, None) == {"daily_quota": 3}
    assert read_config(path, "dev") == {"environment": "dev", "daily_quota": 3}


def test_the_message_about_an_unknown_environment_lists_the_known_ones() -> None:
    with pytest.raises(
        ConfigurationError,
        match=r"unknown environment 'stagin': did you mean 'staging'\? known are dev, local",
    ):
        read_environment("stagin")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.yaml", b"a: [", "malformed YAML on line 1"),
        ("bad.json", b'{"a": }', "malformed JSON on line 1: Expecting value"),
        ("list.yaml", b"- a\n", "must be a mapping of settings, not list"),
        ("latin.yaml", b"a: \xe9\n", "is not UTF-8 text"),
        ("twice.yaml", b"a: 1\nb: 2\na: 3\n", "malformed YAML on line 3: key 'a' occurs twice"),
        ("twice.json", b'{"a": 1, "a": 2}', "malformed: member 'a' occurs twice"),
        ("nan.json", b'{"a": NaN}', "malformed: NaN is not a JSON value"),
        ("deep.yaml", b"[" * 5000, "is nested too deeply"),
        ("deep.JSON", b"[" * 50_000, "is nested too deeply"),
        ("date.yaml", b"a: 2001-13-45\n", "malformed: month must be in 1..12"),
        ("large.yaml", b"a: 1\n" * 2_000_000, "is larger than 100000 bytes"),
    ],
)
def test_an_unusable_file_is_named_in_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as failure:
        read_file(path)
    assert str(failure.value).startswith(f"{path}: ")
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read_file(tmp_path / "none.yaml")


def test_a_password_in_an_untracked_file_becomes_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({PASSWORD_KEY: "Correct-Horse-1"}))
    password = read_file(path)[PASSWORD_KEY]
    assert isinstance(password, Secret)
    assert "Correct-Horse-1" not in repr(password)


def test_a_password_in_a_tracked_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({PASSWORD_KEY: "Correct-Horse-1"}))
    for command in (["init", "--quiet"], ["add", "mine.json"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    with pytest.raises(
        ConfigurationError, match="must not be in a file that git tracks: set MANUEL_TEST_PASSWORD"
    ):
        read_file(path)
