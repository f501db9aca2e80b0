"""Which tests judge a mutant of the backend's code."""

from pathlib import Path

import pytest

from manuel_runner.code_mutation.coverage_recording import digest_of_sources
from manuel_runner.code_mutation.line_coverage import NO_TEST, LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.replaced_modules import modules_used_by
from manuel_runner.code_mutation.seeded_defects import broken_functions
from manuel_runner.code_mutation.statements import statement_at
from manuel_runner.code_mutation.test_selection import CandidateTests, TestSelection
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
        versions=dict.fromkeys((QUICK, BROAD, LENGTHY, ELSEWHERE), "1"),
        failed=frozenset({BROAD}),
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
    candidates = TestSelection(coverage, suites).candidate_tests_for(mutant(shop, 13))
    assert candidates == CandidateTests(
        (frozenset({QUICK}), frozenset({BROAD, LENGTHY})), together=frozenset()
    )


def test_tests_that_have_noticed_changes_of_the_function_come_first(
    coverage: LineCoverage, suites: Suites, shop: Path
) -> None:
    selection = TestSelection(coverage, suites)
    selection.learn(shop, "other", [QUICK])
    selection.learn(shop, "add", [BROAD])
    assert selection.candidate_tests_for(mutant(shop, 13)).alone[0] == {BROAD}
    assert selection.candidate_tests_for(mutant(shop, 13, function="other")).alone[0] == {QUICK}


DEFECT = """
\"\"\"Coins are lost.\"\"\"

NOTICED_BY = "Quick"


def apply() -> None:
    from shop import till
    from shop.till import Till

    Till.add = till.count = lambda: 0
    till.other.part.length = 1
"""


def test_defects_say_which_test_notices_a_broken_function(tmp_path: Path) -> None:
    for name, text in {"shop/__init__.py": "", "shop/till.py": "", "defects/api/coins.py": DEFECT}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    till = tmp_path / "shop" / "till.py"
    assert sorted(broken_functions([tmp_path / "shop"], tmp_path / "defects")) == [
        (till, "add", "Quick"),
        (till, "count", "Quick"),
    ]


def test_a_mutant_is_judged_by_itself_for_a_limited_time(
    coverage: LineCoverage, suites: Suites, tmp_path: Path
) -> None:
    constants = tmp_path / "constants.py"
    constants.write_text("PRICE = 1 + 2\n")
    many = "\n".join(f"Test {number}\n    No Operation\n" for number in range(200))
    suites.tests[0].file.write_text(f"*** Test Cases ***\n{many}")
    candidates = TestSelection(coverage, Suites.load(suites.tests[0].file.parents[1])).candidate_tests_for(
        mutant(constants, 1)
    )
    assert [len(stage) for stage in candidates.alone] == [1, 2, 4, 8, 5], "twenty tests of a second"
    assert len(candidates.together) == 180
    assert not candidates.together & frozenset().union(*candidates.alone)


def test_what_was_recorded_is_kept_until_sources_change(coverage: LineCoverage, tmp_path: Path) -> None:
    file = tmp_path / "line_coverage.json"
    assert LineCoverage.read(file, "1") is None, "there is none"
    coverage.write(file, "1")
    assert LineCoverage.read(file, "1") == coverage
    assert LineCoverage.read(file, "2") is None, "it is of other sources"


def test_sources_are_the_code_and_what_tests_share(tmp_path: Path) -> None:
    for name in ("code/till.py", "suites/till.robot", "suites/words.resource", "suites/__init__.robot"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    digests = [digest_of_sources([tmp_path / "code"], [tmp_path / "suites"])]
    for changed in ("suites/till.robot", "suites/words.resource", "suites/__init__.robot", "code/till.py"):
        (tmp_path / changed).write_text("new")
        digests.append(digest_of_sources([tmp_path / "code"], [tmp_path / "suites"]))
    assert digests[0] == digests[1], "a test decides only what it executes itself"
    assert len(set(digests)) == 4


def test_recordings_of_different_tests_are_put_together(coverage: LineCoverage, shop: Path) -> None:
    parts = [coverage.only(frozenset(tests)) for tests in ({QUICK, LENGTHY}, {BROAD, ELSEWHERE})]
    assert parts[0].tests_of(shop, [3, 11]) == {NO_TEST, QUICK, LENGTHY}
    assert parts[0] | parts[1] == coverage


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
