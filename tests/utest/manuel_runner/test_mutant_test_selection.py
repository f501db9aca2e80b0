"""Which tests judge a mutant of the backend's code."""

from pathlib import Path

import pytest

from manuel_runner.code_mutation.coverage_recording import digest_of_sources
from manuel_runner.code_mutation.line_coverage import NO_TEST, LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.replaced_modules import modules_used_by
from manuel_runner.code_mutation.statements import statement_at
from manuel_runner.code_mutation.test_selection import TestSelection
from manuel_runner.test_runs import Suites

SHOP = """\
import os

LIMIT = 3


@os.cache
def add(
    more=1,
):
    try:
        total = sum(
            [1,
             more]
        )
    except (
        TypeError
    ):
        return 0
    match total:
        case 3 if (
            more
        ):
            return LIMIT
    for _ in range(
        total
    ):
        pass
    # the end
    return total


class Till:
    coins = 1 + 1
"""


@pytest.mark.parametrize(
    ("line", "lines", "is_in_function"),
    [
        (3, range(3, 4), False),
        (6, range(10, 30), True),
        (8, range(10, 30), True),
        (10, range(10, 11), True),
        (12, range(11, 15), True),
        (16, range(15, 18), True),
        (19, range(19, 20), True),
        (21, range(20, 23), True),
        (23, range(23, 24), True),
        (25, range(24, 27), True),
        (28, range(28, 29), False),
        (29, range(29, 30), True),
        (33, range(33, 34), False),
    ],
)
def test_a_mutation_changes_the_innermost_statement(line: int, lines: range, is_in_function: bool) -> None:
    found = statement_at(SHOP, line)
    assert (found.lines, found.is_in_function) == (lines, is_in_function)


def test_a_constant_has_a_name() -> None:
    assert [statement_at("A = B = 1\nC: int = 2\nd.e = 3\n", line).names for line in (1, 2, 3)] == [
        {"A", "B"},
        {"C"},
        frozenset(),
    ]


SUITE = """
*** Test Cases ***
Quick
    No Operation

Broad
    No Operation

Lengthy
    [Tags]    slow
    No Operation

Elsewhere
    No Operation
"""
QUICK, BROAD, LENGTHY, ELSEWHERE = (f"Api.Till.{name}" for name in ("Quick", "Broad", "Lengthy", "Elsewhere"))


@pytest.fixture
def suites(tmp_path: Path) -> Suites:
    (tmp_path / "suites" / "api").mkdir(parents=True)
    (tmp_path / "suites" / "api" / "till.robot").write_text(SUITE)
    return Suites.load(tmp_path / "suites")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.py"
    path.write_text(SHOP)
    return path


@pytest.fixture
def coverage(shop: Path, tmp_path: Path) -> LineCoverage:
    (tmp_path / "other.py").write_text("pass\n")
    return LineCoverage(
        lines={
            shop: {
                3: frozenset({NO_TEST}),
                11: frozenset({QUICK, BROAD, LENGTHY}),
                12: frozenset({QUICK, BROAD, LENGTHY}),
                20: frozenset({BROAD}),
                23: frozenset({BROAD}),
                24: frozenset({NO_TEST, QUICK}),
            },
            tmp_path / "other.py": {1: frozenset({BROAD, ELSEWHERE})},
        },
        seconds={QUICK: 1.0, BROAD: 1.0, LENGTHY: 0.1, ELSEWHERE: 0.1},
    )


def mutant(path: Path, line: int, function: str = "add") -> CodeMutant:
    return CodeMutant(path, line, 0, function, "by hand", 0)


@pytest.mark.parametrize(
    ("line", "tests"),
    [
        (13, {QUICK, BROAD, LENGTHY}),  # in the middle of a statement
        (21, {BROAD}),
        (18, set()),  # never executed
        (3, {BROAD}),  # a constant, of what uses it
        (6, {QUICK, BROAD, LENGTHY}),  # a decorator, of the function
        (33, {QUICK, BROAD, LENGTHY}),  # in a class that nobody uses
        (25, {QUICK, BROAD, LENGTHY}),  # as the stack starts too
    ],
)
def test_tests_are_chosen_that_execute_the_statement(
    line: int, tests: set[str], coverage: LineCoverage, suites: Suites, shop: Path
) -> None:
    assert TestSelection(coverage, suites).tests_for(mutant(shop, line)) == tests


def test_a_file_that_no_test_executes_may_affect_all(
    coverage: LineCoverage, suites: Suites, tmp_path: Path
) -> None:
    constants = tmp_path / "constants.py"
    constants.write_text("PRICE = 1 + 2\n")
    assert TestSelection(coverage, suites).tests_for(mutant(constants, 1)) == suites.names()


def test_excluded_tests_and_tests_that_are_gone_judge_nothing(
    coverage: LineCoverage, suites: Suites, shop: Path
) -> None:
    selection = TestSelection(coverage, suites, frozenset({QUICK}))
    assert selection.tests_for(mutant(shop, 13)) == {BROAD, LENGTHY}
    assert TestSelection(coverage, Suites.load(_without_broad(suites))).tests_for(mutant(shop, 13)) == {
        QUICK,
        LENGTHY,
    }


def _without_broad(suites: Suites) -> Path:
    file = suites.tests[0].file
    file.write_text(SUITE.replace("Broad", "Broader"))
    return file.parents[1]


def test_specific_tests_come_first_and_slow_ones_last(
    coverage: LineCoverage, suites: Suites, shop: Path
) -> None:
    assert TestSelection(coverage, suites).stages_for(mutant(shop, 13)) == (
        frozenset({QUICK}),
        frozenset({BROAD}),
        frozenset({LENGTHY}),
    )


def test_tests_that_have_killed_mutants_nearby_come_first(
    coverage: LineCoverage, suites: Suites, shop: Path
) -> None:
    selection = TestSelection(coverage, suites)
    selection.learn(mutant(shop, 33, function="other"), [QUICK])
    selection.learn(mutant(shop, 11), [BROAD])
    assert selection.stages_for(mutant(shop, 13))[0] == {BROAD}
    assert selection.stages_for(mutant(shop, 13, function="other"))[0] == {QUICK}


def test_stages_grow(coverage: LineCoverage, suites: Suites, tmp_path: Path) -> None:
    constants = tmp_path / "constants.py"
    constants.write_text("PRICE = 1 + 2\n")
    many = "\n".join(f"Test {number}\n    No Operation\n" for number in range(200))
    suites.tests[0].file.write_text(f"*** Test Cases ***\n{many}")
    stages = TestSelection(coverage, Suites.load(suites.tests[0].file.parents[1])).stages_for(
        mutant(constants, 1)
    )
    assert [len(stage) for stage in stages] == [1, 2, 4, 8, 16, 32, 64, 64, 9]
    assert len(frozenset().union(*stages)) == 200


def test_what_was_recorded_is_kept_until_sources_change(coverage: LineCoverage, tmp_path: Path) -> None:
    file = tmp_path / "line_coverage.json"
    assert LineCoverage.read(file, "1") is None, "there is none"
    coverage.write(file, "1")
    assert LineCoverage.read(file, "1") == coverage
    assert LineCoverage.read(file, "2") is None, "it is of other sources"


def test_sources_are_the_code_and_the_tests(tmp_path: Path) -> None:
    for name in ("code/till.py", "suites/till.robot", "suites/durations.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    digests = [digest_of_sources([tmp_path / "code"], [tmp_path / "suites"])]
    for changed in ("suites/durations.json", "suites/till.robot", "code/till.py"):
        (tmp_path / changed).write_text("new")
        digests.append(digest_of_sources([tmp_path / "code"], [tmp_path / "suites"]))
    assert digests[0] == digests[1], "how long tests take does not decide what they execute"
    assert len(set(digests)) == 3


def test_only_what_the_backend_imports_is_changed(tmp_path: Path) -> None:
    for name, source in {
        "app": "from shop import till\n",
        "till": "import os\nimport shop.coins\n",
        "coins": "",
        "door": "",
    }.items():
        (tmp_path / "shop").mkdir(exist_ok=True)
        (tmp_path / "shop" / f"{name}.py").write_text(source)
    (tmp_path / "shop" / "__init__.py").touch()
    used = modules_used_by("shop.app", [tmp_path / "shop"])
    assert {"shop.app", "shop.till", "shop.coins"} <= used.keys()
    assert "shop.door" not in used
    assert used["shop.till"] == tmp_path / "shop" / "till.py"
