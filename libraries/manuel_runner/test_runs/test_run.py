"""One run of selected tests against one target, in a process of its own."""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from robot import result, running

from cause_register import Cause, KnownCause
from cause_register.report import (
    BLOCKED_METADATA,
    CAUSE_METADATA,
    FAILED_FOR_METADATA,
    MET_METADATA,
    met_from_json,
)
from manuel_runner.robot_tags import NOT_RUN
from manuel_runner.test_runs.suites import Suites
from manuel_runner.test_runs.test_targets import FreshStack, RobotOptions, TestTarget
from manuel_stack.lease import WarmParent
from secret_masking import mask
from strict_json import well_formed


class NothingRunError(Exception):
    """The run ended before its first test, and says nothing about the backend."""


ApiReplacement = Callable[[str], AbstractContextManager[str]]
"""Serves something in place of the API at a URL, such as a proxy in front of it, and yields the URL to use instead."""


@dataclass(frozen=True)
class RunRequest:
    """Which tests to run, and where.

    Attributes:
        name: Identifies the request; its result has the same name.
        stages: Full names of the tests to run first, of those to run next if none of the first failed, and so on.
        target: Where to run them.
        api_replacement: What to use instead of the target's API; the API itself by default.
        variables: Environment variables of the process, such as `TZ`.
        listener: An additional Robot Framework listener (API 3).
        stop_at_first_failure: Whether to end the run when a test fails.
        confirm_failures: Whether a test has to fail twice: one that passes the second time has failed by chance.
        order_seed: Seed of a random order of suites and tests; None for their own order.
    """

    name: str
    stages: tuple[frozenset[str], ...]
    target: TestTarget = field(default_factory=FreshStack)
    api_replacement: ApiReplacement = nullcontext
    variables: Mapping[str, str] = field(default_factory=dict)
    listener: object | None = None
    stop_at_first_failure: bool = False
    confirm_failures: bool = False
    order_seed: int | None = None


@dataclass(frozen=True)
class FailedTest:
    """A failed test and its message.

    Attributes:
        test: Its full name without the root suite.
        message: Its message, without the secrets that the process of the run knows.
        seen_by: The tests of the suites that show the failure when they are run: the test itself and those that it blocks or, if
            it is that of a cause, the tests that met the cause or are blocked by it.
        cause: The cause, if the test is that of a cause.
        reasons: The reasons by which other tests are blocked because this one has failed.
    """

    test: str
    message: str
    seen_by: frozenset[str]
    cause: Cause | None = None
    reasons: frozenset[str] = frozenset()

    @property
    def first_line(self) -> str:
        """The first line of its message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True)
class BlockedTest:
    """A test that was not evaluated.

    Attributes:
        test: Its full name without the root suite.
        reason: The reason of the cause that blocked it.
    """

    test: str
    reason: str


@dataclass(frozen=True)
class RunResult:
    """The results of the tests of one run.

    Attributes:
        name: The name of the request.
        passed: Full names of the passed tests.
        failed: The failed tests.
        skipped: Full names of the tests that the environment cannot run.
        blocked: The tests that a cause has blocked.
        seconds: How long the run took, including the start of the stack.
        error: Why the run could not be completed; None if it was.
    """

    name: str
    passed: tuple[str, ...] = ()
    failed: tuple[FailedTest, ...] = ()
    skipped: tuple[str, ...] = ()
    blocked: tuple[BlockedTest, ...] = ()
    seconds: float = 0.0
    error: str | None = None


def run(request: RunRequest, suites: Suites, parent: WarmParent, directory: Path) -> RunResult:
    """Run the requested tests in this process.

    Args:
        request: What to run, and where.
        suites: All suites.
        parent: The process that forks stacks.
        directory: An empty folder for the files that stack and tests write.

    Raises:
        NothingRunError: No test was run, for example since the environment is not the expected one.
        StackError: The stack could not be started.
    """
    started = time.monotonic()
    os.environ.update(request.variables)
    time.tzset()
    with (
        request.target.start(parent, directory) as target,
        request.api_replacement(target.api_url) as api_url,
    ):
        tests = _run_stages(request, suites, target.robot_options(api_url), directory)
    return RunResult(
        request.name,
        passed=tuple(_name(test) for test in tests if test.passed),
        failed=tuple(_failure(test, tests) for test in tests if test.failed),
        skipped=tuple(
            _name(test) for test in tests if test.skipped and BLOCKED_METADATA not in test.metadata
        ),
        blocked=tuple(
            BlockedTest(_name(test), test.metadata[BLOCKED_METADATA])
            for test in tests
            if BLOCKED_METADATA in test.metadata
        ),
        seconds=time.monotonic() - started,
    )


def _run_stages(
    request: RunRequest, suites: Suites, options: RobotOptions, directory: Path
) -> list[result.TestCase]:
    def run_tests(names: Iterable[str]) -> list[result.TestCase]:
        return _run_tests(request, suites.only(names), options, directory)

    run_stage = partial(_run_confirmed, run_tests) if request.confirm_failures else run_tests
    tests: list[result.TestCase] = []
    for stage in request.stages:
        tests += run_stage(stage)
        if _noticing(tests):
            break
    return tests


def _run_confirmed(
    run_tests: Callable[[Iterable[str]], list[result.TestCase]], names: Iterable[str]
) -> list[result.TestCase]:
    """Run tests until one fails, and fails or is blocked by its own cause when it is run again."""
    remaining = frozenset(names)
    passed: list[result.TestCase] = []
    while remaining:
        tests = run_tests(remaining)
        noticing = _noticing(tests)
        repeated = run_tests(noticing) if noticing else []
        if not noticing or _noticing(repeated):
            return passed + tests
        passed += [*repeated, *(test for test in tests if test.passed)]
        remaining -= {*map(_name, tests), *noticing}
    return passed


def _noticing(tests: Sequence[result.TestCase]) -> frozenset[str]:
    """Return the tests that show a failure; one that was met before, in a test that then passed, blocks others nevertheless."""
    seen_by = (_failure(test, tests).seen_by for test in tests if test.failed)
    return frozenset().union({_name(test) for test in tests if BLOCKED_METADATA in test.metadata}, *seen_by)


def _run_tests(
    request: RunRequest, suite: running.TestSuite, options: RobotOptions, directory: Path
) -> list[result.TestCase]:
    _stop_templates_at_first_failure(suite)
    if request.order_seed is not None:
        suite.randomize(suites=True, tests=True, seed=request.order_seed)
    outcome = suite.run(
        **options,
        outputdir=str(directory),
        output=None,
        console="none",
        loglevel="NONE",
        exitonfailure=request.stop_at_first_failure,
        listener=[request.listener] if request.listener is not None else [],
    )
    tests = [
        test
        for test in outcome.suite.all_tests
        if NOT_RUN not in test.tags or CAUSE_METADATA in test.metadata
    ]
    if not tests:
        raise NothingRunError(f"no test was run: {outcome.suite.message}")
    return tests


def _stop_templates_at_first_failure(suite: running.TestSuite) -> None:
    """End a templated test at its first failed row: the rows after it can't change the result."""
    for test in suite.all_tests:
        test.template = None


def _failure(failed: result.TestCase, tests: Sequence[result.TestCase]) -> FailedTest:
    name, message = _name(failed), well_formed(mask(failed.message))
    if CAUSE_METADATA not in failed.metadata:
        reasons = frozenset(json.loads(failed.metadata.get(FAILED_FOR_METADATA, "[]")))
        return FailedTest(name, message, frozenset({name}) | _blocked(reasons, tests), reasons=reasons)
    cause = KnownCause.from_json(failed.metadata[CAUSE_METADATA]).cause
    reasons = frozenset({cause.reason})
    return FailedTest(name, message, _met(cause, tests) | _blocked(reasons, tests), cause, reasons)


def _blocked(reasons: frozenset[str], tests: Sequence[result.TestCase]) -> frozenset[str]:
    return frozenset(_name(test) for test in tests if test.metadata.get(BLOCKED_METADATA) in reasons)


def _met(cause: Cause, tests: Sequence[result.TestCase]) -> frozenset[str]:
    return frozenset(
        _name(test) for test in tests if cause.reason in met_from_json(test.metadata.get(MET_METADATA, "{}"))
    )


def _name(test: result.TestCase) -> str:
    _root, _, name = str(test.full_name).partition(".")
    return name
