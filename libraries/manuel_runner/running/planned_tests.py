"""A modifier of suites that keeps only the tests of a plan; robot processes get it where options cannot name these exactly."""

import json
from pathlib import Path

from robot import running

from manuel_runner.running.plan import RunPlan


class PlannedTests:
    """Keeps the tests that a file names, and the suites that have some.

    Robot Framework calls it before it names the outermost suite, so the names do not include that name.

    Args:
        file: A JSON list of names, as written by `write_planned_tests`.
    """

    def __init__(self, file: str) -> None:
        self._planned = frozenset(json.loads(Path(file).read_text(encoding="utf-8")))

    def visit_suite(self, root: running.TestSuite) -> None:
        """Keep the planned tests of a suite and of those below it."""
        self._filter(root, f"{root.full_name}.")

    def _filter(self, suite: running.TestSuite, root: str) -> None:
        for each in suite.suites:
            self._filter(each, root)
        suite.suites = [each for each in suite.suites if each.test_count > 0]
        suite.tests = [test for test in suite.tests if test.full_name.removeprefix(root) in self._planned]


def write_planned_tests(plan: RunPlan, file: Path) -> None:
    """Write the names of the tests to keep."""
    names = [test.short_name for test in plan.tests]
    file.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
