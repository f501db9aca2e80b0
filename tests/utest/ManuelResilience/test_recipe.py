"""The recipe in docs/failures.md is the same as the files that the suites use."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
FILES = ["resources/failures/slow_search.yaml", "suites/failure_scenarios/slow_search.robot"]


def test_the_document_shows_what_is_executed() -> None:
    page = (REPOSITORY / "docs" / "failures.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:yaml|robotframework)\n(.*?)```", page, re.DOTALL)
    for name in FILES:
        assert f"`{name}`" in page
        assert (REPOSITORY / name).read_text(encoding="utf-8") in blocks, name


def test_a_test_with_a_custom_failure_has_five_lines() -> None:
    suite = (REPOSITORY / FILES[1]).read_text(encoding="utf-8")
    steps = suite.partition("*** Test Cases ***")[2].strip().splitlines()[1:]
    assert len(steps) == 5
