"""A run says which environment it tested and with which versions, whichever of its suites were run."""

from pathlib import Path

from robot.api import ExecutionResult

from manuel_runner.results import environment_of
from ManuelEnvironment.run_metadata import VERSIONS_METADATA, parse_versions
from ManuelEnvironment.version import VERSION
from support.robot_run import robot

SUITE = "*** Settings ***\nLibrary    ManuelEnvironment\n\n*** Test Cases ***\nPasses\n    No Operation\n"


def test_a_suite_without_any_setup_says_what_it_tested(tmp_path: Path) -> None:
    suites = tmp_path / "suites" / "api"
    suites.mkdir(parents=True)
    (suites / "one.robot").write_text(SUITE)
    assert robot(tmp_path, tmp_path / "suites").status == 0

    output = tmp_path / "output.xml"
    assert environment_of(output) == "dev"
    versions = parse_versions(ExecutionResult(str(output)).suite.metadata[VERSIONS_METADATA])
    assert versions["tests"] == VERSION
    assert versions["Robot Framework"].startswith("7.")
    assert "moto" not in versions
