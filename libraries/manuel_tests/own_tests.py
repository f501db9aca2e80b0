"""Tests that are Python functions, run as tests of Robot Framework: with its log, and with the clean-up of all libraries."""

from collections.abc import Callable, Mapping
from pathlib import Path

from robot.api.deco import keyword, library

from manuel_runner.report import write_reports
from manuel_runner.selection import SELECTION_METADATA
from ManuelEnvironment.configuration import REPOSITORY

OwnTest = Callable[[], object]

_running: dict[str, OwnTest] = {}


@library(scope="GLOBAL")
class OwnTests:
    """The keyword that each of these tests consists of."""

    @keyword
    def run_own_test(self, name: str) -> None:
        """Call the function of a test."""
        _running[name]()


def run_own_tests(tests: Mapping[str, OwnTest], variable_file: Path, directory: Path) -> None:
    """Run functions as the tests of a suite, in this process, and write the reports.

    Args:
        tests: The functions by the names of the tests. One that raises an exception fails.
        variable_file: The settings.
        directory: The folder for the reports.
    """
    from robot.api import TestSuite
    from robot.utils import escape

    suite = TestSuite("Manuel", metadata={SELECTION_METADATA: "own tests"})
    own = suite.suites.create("Own Tests")
    own.resource.imports.resource(str(REPOSITORY / "resources" / "failures.resource"))
    own.resource.imports.library("manuel_tests.own_tests.OwnTests")
    for name in tests:
        own.tests.create(name, tags=["own"]).body.create_keyword("Run Own Test", args=[escape(name)])
    _running.clear()
    _running.update(tests)
    suite.run(
        variablefile=[str(variable_file)],
        outputdir=str(directory),
        output="output.xml",
        log=None,
        report=None,
        console="dotted",
    )
    write_reports(directory / "output.xml", directory)
