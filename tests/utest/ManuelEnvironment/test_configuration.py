import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from robot.api.types import Secret

from ManuelEnvironment.configuration import (
    PASSWORD_KEY,
    read_config,
    read_environment,
    read_file,
)
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import require_exact_types, validate
from support.documents import REPOSITORY, Document

SEVERAL = {
    "timeout_seconds": 10,
    "test_environments": {
        "dev": {"enable_chaos_testing": True},
        "staging": {"daily_quota": 3, "timeout_seconds": 20},
        "ours": {"api_base_url": "http://localhost:3000"},
    },
}


def written(folder: Path, values: dict[str, Any], name: str = "test_config.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(values))
    return path


def test_an_environment_overrides_what_all_have_and_both_override_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, SEVERAL)
    assert read_config(path, "staging") == {
        **read_environment("staging"),
        "daily_quota": 3,
        "timeout_seconds": 20,
    }
    assert read_config(path, "dev") == {
        **read_environment("dev"),
        "enable_chaos_testing": True,
        "timeout_seconds": 10,
    }


def test_an_environment_without_a_file_has_its_own_values_alone(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, SEVERAL), "ours") == {
        "environment": "ours",
        "api_base_url": "http://localhost:3000",
        "timeout_seconds": 10,
    }


def test_a_file_with_several_environments_names_them(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError,
        match=r"is not for environment 'prod': name one that test_environments has: dev, staging, ours",
    ):
        read_config(written(tmp_path, SEVERAL), "prod")
    with pytest.raises(ConfigurationError, match=r"is not for environment 'local': name one"):
        read_config(written(tmp_path, SEVERAL), None)


def test_a_file_with_several_environments_may_say_which_one_it_means(tmp_path: Path) -> None:
    path = written(tmp_path, {**SEVERAL, "environment": "dev"})
    assert read_config(path, None)["environment"] == "dev"
    with pytest.raises(ConfigurationError, match="is for environment 'dev', not for 'staging'"):
        read_config(path, "staging")


def test_the_environment_of_a_file_must_be_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, {**SEVERAL, "environment": ["dev"]})
    with pytest.raises(ConfigurationError, match=r"environment is \['dev'\], but must be a name"):
        read_config(path, None)


def test_test_environments_must_be_a_mapping(tmp_path: Path) -> None:
    path = written(tmp_path, {"test_environments": ["dev"]})
    with pytest.raises(ConfigurationError, match="test_environments must map"):
        read_config(path, "dev")


@pytest.mark.parametrize(
    ("name", "values", "environment"),
    [
        ("mine.json", {"daily_quota": 3}, "local"),
        ("mine.json", {"api_base_url": "https://staging-api.manuel.yourdomain.com/"}, "staging"),
        ("Our_API.json", {"api_base_url": "https://api.example.com"}, "our-api"),
    ],
)
def test_a_flat_file_need_not_name_its_environment(
    tmp_path: Path, name: str, values: dict[str, Any], environment: str
) -> None:
    base = read_environment(environment) if environment != "our-api" else {}
    assert read_config(written(tmp_path, values, name), None) == {
        **base,
        **values,
        "environment": environment,
    }


def test_a_flat_file_overrides_the_environment_that_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, {"daily_quota": 3})
    assert read_config(path, "dev") == {**read_environment("dev"), "daily_quota": 3}


def test_a_flat_file_that_names_its_environment_is_complete(tmp_path: Path) -> None:
    values = {"environment": "staging", "api_base_url": "http://localhost:3000"}
    assert read_config(written(tmp_path, values), None) == values


def test_a_flat_file_of_the_older_form_is_enough(tmp_path: Path) -> None:
    older = {
        "api_base_url": "https://api.manuel.yourdomain.com",
        "test_user_email": "test@manuel.yourdomain.com",
        "timeout_seconds": 30,
        "max_retries": 3,
        "parallel_tests": 4,
        "enable_chaos_testing": True,
        "enable_load_testing": True,
        "enable_security_testing": True,
    }
    values = read_config(written(tmp_path, older), None)
    require_exact_types(values, source="test_config.json")
    settings = validate(values, source="test_config.json")
    assert (settings.environment, settings.capabilities) == ("prod", [])


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_the_example_of_the_document_is_valid(tmp_path: Path, environment: str) -> None:
    (example,) = Document(REPOSITORY / "docs" / "settings.md").code_blocks("json")
    path = tmp_path / "test_config.json"
    path.write_text(example)
    values = read_config(path, environment)
    require_exact_types(values, source="settings.md")
    assert validate(values, source="settings.md").timeout_seconds == 60


def test_nothing_that_is_guarded_is_sent_to_another_host_than_the_environments(tmp_path: Path) -> None:
    elsewhere = {"test_environments": {"staging": {"api_base_url": "https://api.example.com"}}}
    values = read_config(written(tmp_path, elsewhere), "staging")
    with pytest.raises(ConfigurationError, match=r"need the host of api_base_url, 'api\.example\.com'"):
        validate(values, source="test_config.json")
    allowed = {**values, "allowed_hosts": ["api.example.com"]}
    assert validate(allowed, source="test_config.json").environment == "staging"


def test_the_message_about_an_unknown_environment_lists_the_known_ones() -> None:
    with pytest.raises(
        ConfigurationError,
        match=r"there is no environment 'stagin'\. Did you mean staging\? There are: dev, local",
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
