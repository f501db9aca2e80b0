"""The functions as AWS Lambda finds them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from manuel_sandbox import lambda_functions

from .conftest import Cloud


@pytest.fixture(autouse=True)
def _fresh_process(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lambda_functions, "configure_logging", lambda _level: None)
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    lambda_functions.functions.cache_clear()
    yield
    lambda_functions.functions.cache_clear()


def event(**claims: str) -> dict[str, Any]:
    return {
        "headers": {"Accept": "*/*"},
        "requestContext": {"requestId": "r-1", "path": "/x", "authorizer": {"claims": claims}},
    }


def test_a_function_is_found_by_the_name_of_its_operation() -> None:
    result = lambda_functions.getVersion(event(), None)
    assert json.loads(result["body"])["current_version"] == "1.1"
    result = lambda_functions.getQuota(event(sub="user-1"), None)
    assert json.loads(result["body"])["user_id"] == "user-1"


def test_the_error_processor_is_one_too() -> None:
    assert lambda_functions.error_processor({"Records": []}, None) == {"batchItemFailures": []}


def test_parts_are_kept_while_the_process_is_warm() -> None:
    assert lambda_functions.getVersion is lambda_functions.getVersion


@pytest.mark.parametrize("name", ["unknown", "_private"])
def test_there_is_no_other(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(lambda_functions, name)
