"""The functions as AWS Lambda finds them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from manuel_sandbox import lambda_functions
from support.reference_backend import Cloud


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
    result = lambda_functions.get_version(event(), None)
    assert json.loads(result["body"])["current_version"] == "1.1"
    result = lambda_functions.get_quota(event(sub="user-1"), None)
    assert json.loads(result["body"])["user_id"] == "user-1"


def test_the_error_processor_is_a_function() -> None:
    assert lambda_functions.error_processor({"Records": []}, None) == {"batchItemFailures": []}


def test_parts_are_created_once_per_warm_process() -> None:
    lambda_functions.get_version(event(), None)
    lambda_functions.get_version(event(), None)
    assert lambda_functions.functions.cache_info().misses == 1


def test_every_function_of_the_backend_has_a_handler_name() -> None:
    named = {_snake_case(name) for name in lambda_functions.functions()}
    assert named == {
        name for name, value in vars(lambda_functions).items() if getattr(value, "__name__", "") == "handler"
    }


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda match: "_" + match[1].lower(), name)
