"""How mutants are judged: by themselves, and together with others."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from manuel_runner.code_mutation.line_coverage import LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.test_selection import TestSelection
from manuel_runner.code_mutation.trial import MutantTrial
from manuel_runner.test_runs import FailedTest, FreshStack, RunRequest, RunResult, Suites

TESTS = tuple(f"Api.Till.{name}" for name in ("First", "Second", "Third", "Fourth"))
FUNCTIONS = ("add", "take", "count", "close", "lock", "open")
SHOP = "\n".join(f"def {name}():\n    return 1\n\n" for name in FUNCTIONS)


class Pool:
    """Runs no test: a test fails if a mutant of the stack breaks it.

    Args:
        suites: All tests.
        broken: The tests that a mutant breaks, by its function.
    """

    processes = 2

    def __init__(self, suites: Suites, broken: Mapping[str, str]) -> None:
        self.suites = suites
        self.tried: list[tuple[int, int]] = []
        self._broken = broken

    def run(self, requests: Iterable[RunRequest]) -> Iterator[RunResult]:
        for request in requests:
            assert isinstance(request.target, FreshStack)
            [change] = request.target.options["changes"]
            functions = re.findall(r"in (\w+)", Path(change).read_text().partition("\n")[0])
            tests = frozenset().union(*request.stages)
            self.tried.append((len(functions), len(tests)))
            if "open" in functions:
                yield RunResult(request.name, error="it hangs")
                continue
            yield self._result(request.name, sorted(tests), {self._broken.get(name) for name in functions})

    def _result(self, name: str, tests: list[str], broken: set[str | None]) -> RunResult:
        """Stop at the first failure."""
        passed = tuple(itertools.takewhile(lambda test: test not in broken, tests))
        failed = (FailedTest(test, "no", frozenset({test})) for test in tests[len(passed) :][:1])
        return RunResult(name, passed=passed, failed=tuple(failed))


@pytest.fixture
def suites(tmp_path: Path) -> Suites:
    (tmp_path / "suites" / "api").mkdir(parents=True)
    tests = "\n".join(f"{name.rpartition('.')[2]}\n    No Operation\n" for name in TESTS)
    (tmp_path / "suites" / "api" / "till.robot").write_text(f"*** Test Cases ***\n{tests}")
    return Suites.load(tmp_path / "suites")


@pytest.fixture
def mutants(tmp_path: Path) -> dict[str, CodeMutant]:
    """One mutant of each function."""
    (tmp_path / "shop").mkdir()
    path = tmp_path / "shop" / "till.py"
    path.write_text(SHOP)
    mutants = {}
    for number, name in enumerate(FUNCTIONS):
        mutants[name] = CodeMutant(path, 4 * number + 2, 4, name, "by hand", 0)
        lines = SHOP.splitlines(keepends=True)
        lines[4 * number + 1] = "    return 2\n"
        vars(mutants[name])["source"] = "".join(lines)
    return mutants


def judged(
    pool: Pool, mutants: Mapping[str, CodeMutant], tests: Mapping[str, Iterable[str]], folder: Path
) -> dict[str, tuple[str | None, str | None]]:
    """Try mutants, and return by function what has killed the mutant, and why there is no result."""
    lines = {mutants[name].line: frozenset(executing) for name, executing in tests.items()}
    [path] = {mutant.path for mutant in mutants.values()}
    coverage = LineCoverage({path: lines}, {test: 1.0 + number for number, test in enumerate(TESTS)})
    trial = MutantTrial(
        pool,  # type: ignore[arg-type] - it runs nothing
        TestSelection(coverage, pool.suites),
        [path.parent],
        folder,
    )
    chosen = [mutants[name] for name in tests]
    return {
        result.mutant.definition: (result.killed_by, result.error) for result in trial.results(chosen, 60)
    }


def test_each_mutant_is_killed_by_its_test_although_they_share_a_backend(
    suites: Suites, mutants: dict[str, CodeMutant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manuel_runner.code_mutation.test_selection.SECONDS_ALONE", 0)
    pool = Pool(suites, {"add": TESTS[0], "take": TESTS[2], "close": TESTS[3]})
    results = judged(pool, mutants, dict.fromkeys(("add", "take", "count", "close", "lock"), TESTS), tmp_path)
    assert results == {
        "add": (TESTS[0], None),
        "take": (TESTS[2], None),
        "count": (None, None),
        "close": (TESTS[3], None),
        "lock": (None, None),
    }
    assert pool.tried[:6] == [(1, 1)] * 5 + [(4, 3)], "each by itself, then all that are left"
    assert pool.tried[6:] == [(2, 1), (2, 1), (1, 1), (1, 1), (3, 2), (1, 1), (2, 1)], (
        "by halves, only what has failed or has not been run"
    )


def test_a_mutant_that_cannot_be_tried_does_not_prevent_others(
    suites: Suites, mutants: dict[str, CodeMutant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manuel_runner.code_mutation.test_selection.SECONDS_ALONE", 0)
    pool = Pool(suites, {"take": TESTS[1]})
    trial = {"take": TESTS, "count": TESTS, "lock": ()}
    assert judged(pool, mutants, trial, tmp_path) == {
        "lock": (None, None),
        "take": (TESTS[1], None),
        "count": (None, None),
    }
    assert judged(pool, mutants, {**trial, "open": TESTS}, tmp_path)["open"] == (None, "it hangs")
