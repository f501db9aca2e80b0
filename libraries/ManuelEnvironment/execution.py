"""What Robot Framework is doing."""

from typing import Any

from ManuelEnvironment.imported_libraries import find_imported


def is_robot_running() -> bool:
    """Return whether Robot Framework runs tests, and not a program that uses a library from Python."""
    return _context() is not None


def is_dry_run() -> bool:
    """Return whether Robot Framework only checks the suites, without running keywords."""
    context = _context()
    return bool(context and context.dry_run)


def is_after_all_suites() -> bool:
    """Return whether the teardown of the outermost suite is running, after which no test can come."""
    context = _context()
    return bool(context and context.in_suite_teardown and context.suite.parent is None)


def makes_failures() -> bool:
    """Return whether the running test has made something fail, with the library FailureSimulator."""
    return bool(getattr(find_imported("FailureSimulator"), "made_failures", False))


def _context() -> Any:
    from robot.running.context import EXECUTION_CONTEXTS

    return EXECUTION_CONTEXTS.current
