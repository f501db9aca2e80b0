"""The examples, run as their README says."""

from pathlib import Path

import pytest
from robot.api import ExecutionResult

from conftest import REPOSITORY, processes_of, run

ORDERS = REPOSITORY / "examples" / "orders"


@pytest.mark.parametrize(
    "command",
    [
        ("robot",),
        (
            "manuel-tests",
            "run",
            "--template",
            ORDERS / "template.yaml",
            "--parameter",
            "Stage=test",
            "--limit-memory",
        ),
    ],
    ids=["robot", "manuel-tests"],
)
def test_the_orders_are_tested(command: tuple[str | Path, ...], tmp_path: Path) -> None:
    finished = run(*command, "--outputdir", tmp_path, ORDERS / "tests", cwd=tmp_path)
    assert finished.status == 0, finished.output
    tests = list(ExecutionResult(tmp_path / "output.xml").suite.all_tests)
    assert len(tests) == 12
    assert {test.status for test in tests} == {"PASS"}
    assert processes_of(ORDERS) == []
