"""The settings of a program."""

from pathlib import Path
from typing import Any

import pytest

from manuel_tests import IntegrationTestFramework, RunFailedError, TestConfig
from ManuelEnvironment.errors import ConfigurationError


def test_what_is_not_given_is_the_environments() -> None:
    settings = TestConfig(parallel_tests=10, max_concurrent_requests=50).settings
    assert (settings.environment, settings.parallel_tests, settings.max_retries) == ("local", 10, 0)
    assert TestConfig("staging", daily_quota=5).settings.daily_quota == 5
    assert TestConfig("staging").settings.stage == "staging"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"parallel_test": 1}, "TestConfig: unknown key 'parallel_test'. Did you mean parallel_tests?"),
        ({"parallel_tests": "many"}, "TestConfig: parallel_tests is 'many'"),
        ({"environment": "ours"}, "api_base_url is missing"),
        ({"test_user_password": "Correct-Horse-1"}, "set MANUEL_TEST_PASSWORD"),
    ],
)
def test_a_wrong_setting_is_an_error_of_one_line(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        TestConfig(**values)
    assert said in str(refused.value)
    assert "Correct-Horse-1" not in str(refused.value)


def test_settings_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "test_config.json"
    path.write_text('{"test_environments": {"staging": {"daily_quota": 5}}}')
    assert TestConfig.from_file(path, "staging").settings.daily_quota == 5


def test_a_run_that_does_not_get_to_its_end_is_an_error(tmp_path: Path) -> None:
    config = TestConfig("ours", api_base_url="http://127.0.0.1:1")
    with pytest.raises(RunFailedError, match="ended with status 254"):
        IntegrationTestFramework(config, directory=tmp_path).run_api_tests()


def test_a_framework_without_own_tests_has_none_to_run(tmp_path: Path) -> None:
    with pytest.raises(RunFailedError, match="override _run_custom_tests"):
        IntegrationTestFramework(directory=tmp_path).run_custom_tests()


class TwoTestsOfOneName(IntegrationTestFramework):
    def _run_custom_tests(self) -> None:
        self._run_single_test("Quick", print)
        self._run_single_test("Quick", repr)


def test_no_test_takes_the_name_of_another_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are two tests 'Quick'"):
        TwoTestsOfOneName(directory=tmp_path).run_custom_tests()
