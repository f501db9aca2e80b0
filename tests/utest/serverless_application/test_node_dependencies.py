"""Packages that a function in Node.js is not going to find are named before it is invoked."""

import json
from pathlib import Path
from typing import Any

import pytest

from lambda_runtime.function import FunctionDefinition
from serverless_application.node_dependencies import missing_dependencies


def function(folder: Path, package: Any, runtime: str = "nodejs20.x") -> FunctionDefinition:
    code = folder / "code"
    code.mkdir(exist_ok=True)
    (code / "package.json").write_text(package if isinstance(package, str) else json.dumps(package))
    return FunctionDefinition("hello", runtime, "app.handler", code, layers=(folder / "layer",))


def test_what_is_nowhere_is_named(tmp_path: Path) -> None:
    needy = function(tmp_path, {"dependencies": {"axios": "1", "@aws-sdk/client-s3": "3", "uuid": "9"}})
    (tmp_path / "code" / "node_modules" / "uuid").mkdir(parents=True)
    assert missing_dependencies([needy]) == [
        "hello will not find @aws-sdk/client-s3, axios: run `npm install` next to its package.json"
    ]


@pytest.mark.parametrize(
    "place",
    ["code/node_modules", "node_modules", "layer/nodejs/node_modules", "layer/nodejs/node20/node_modules"],
)
def test_what_node_finds_is_not_named(tmp_path: Path, place: str) -> None:
    needy = function(tmp_path, {"dependencies": {"axios": "1"}})
    assert len(missing_dependencies([needy])) == 1
    (tmp_path / place / "axios").mkdir(parents=True)
    assert missing_dependencies([needy]) == []


@pytest.mark.parametrize("package", [{}, {"devDependencies": {"jest": "29"}}, "{", "[]"])
def test_other_packages_need_nothing(tmp_path: Path, package: Any) -> None:
    assert missing_dependencies([function(tmp_path, package)]) == []


def test_functions_in_python_need_nothing_of_it(tmp_path: Path) -> None:
    assert missing_dependencies([function(tmp_path, {"dependencies": {"axios": "1"}}, "python3.12")]) == []
