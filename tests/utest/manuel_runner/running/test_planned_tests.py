from pathlib import Path

from robot import running

from manuel_runner.running.plan import RunPlan
from manuel_runner.running.planned_tests import PlannedTests, write_planned_tests
from manuel_runner.selection import Selection

SUITE = "*** Test Cases ***\nOne\n    No Operation\n\nTwo\n    No Operation\n"


def test_robots_are_left_with_what_was_planned(tmp_path: Path) -> None:
    suites = tmp_path / "some.suites"
    for name in ("a", "b", "c"):
        (suites / name).mkdir(parents=True)
        (suites / name / "same.robot").write_text(SUITE)
    plan = RunPlan.of(Selection(paths=(suites,), tests=("A.Same.One", "B.Same.*")), {})
    write_planned_tests(plan, tmp_path / "planned.json")
    root = running.TestSuite.from_file_system(suites)
    root.visit(PlannedTests(str(tmp_path / "planned.json")))
    left = [test.full_name.partition(f"{root.name}.")[2] for test in root.all_tests]
    assert left == ["A.Same.One", "B.Same.One", "B.Same.Two"]
    assert [suite.name for suite in root.suites] == ["A", "B"]
