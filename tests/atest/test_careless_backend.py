"""The suites name the faults of a backend that has many at once, each under a name of its own."""

from pathlib import Path

import yaml
from robot.api import ExecutionResult

from conftest import SUITES, run
from support.stranger import BACKENDS, careless_backend

FAULTS = yaml.safe_load((BACKENDS / "careless" / "faults.yaml").read_text(encoding="utf-8"))
SELECTION = [
    *("Service Is Healthy", "Manual Is Fetched From A Website", "Undocumented Paths Do Not Exist"),
    *("Breaker Counts Failures Until It Is Reset", "Rate Limit Error Has Security Headers"),
    *("Another User Gets A New Answer", "Uploaded Manual Is Listed", "Invalid Fields Are Refused"),
    "Dependency Failure Reveals Nothing",
    *(
        each["named_by"]
        for each in FAULTS.values()
        if each.get("named_by", "").replace("'", "").replace(" ", "").isalpha()
    ),
]


def test_each_fault_is_named_and_each_cause_is_red_once(tmp_path: Path) -> None:
    chosen = [part for name in SELECTION for part in ("--test", name)]
    with careless_backend(tmp_path) as settings:
        run("robot", "--outputdir", tmp_path, "--variablefile", settings, *chosen, SUITES, cwd=tmp_path)
    tests = list(ExecutionResult(tmp_path / "output.xml").suite.all_tests)
    red = [test.name for test in tests if test.failed]
    unnamed = {
        fault
        for fault, about in FAULTS.items()
        if not any(about.get("named_by", "nothing") in name for name in red)
    }
    assert unnamed == {fault for fault, about in FAULTS.items() if "hidden_by" in about}
    assert len(FAULTS) == 30
    assert len(red) <= 60
    assert len(red) == len(set(red))
