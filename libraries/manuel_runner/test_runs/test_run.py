"""One judge: a process of its own that runs tests and says how they ended."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from robot import result, running

from manuel_runner.test_runs.suites import Suites
from manuel_runner.test_runs.test_targets import FreshStack, RobotOptions, TestTarget
from manuel_stack.lease import WarmParent

NOT_RUN = "robot:exit"
"""Robot Framework's tag of a test that it did not run because another had failed."""

Front = Callable[[str], AbstractContextManager[str]]
"""Puts something before the API at a URL, or in its place, and gives the URL of that."""


@dataclass(frozen=True)
class RunRequest:
    """What a judge has to judge.

    Attributes:
        name: What it is called.
        stages: Full names of the tests to run, and of those to run if none of the former failed, and so on.
        target: Where they run.
        front: What stands before the API or in its place; nothing by default.
        variables: Variables of the process, such as `TZ`.
        listener: A listener of Robot Framework (API 3) that goes along.
        stop_at_first_failure: Whether one test that fails is enough.
        order_seed: For a random order of suites and tests; their own order without it.
    """

    name: str
    stages: tuple[frozenset[str], ...]
    target: TestTarget = field(default_factory=FreshStack)
    front: Front = nullcontext
    variables: Mapping[str, str] = field(default_factory=dict)
    listener: object | None = None
    stop_at_first_failure: bool = False
    order_seed: int | None = None


@dataclass(frozen=True)
class Failure:
    """A test that failed, and what it said."""

    test: str
    message: str


@dataclass(frozen=True)
class RunResult:
    """How the tests ended.

    Attributes:
        name: The request's.
        passed: Full names of the tests that passed.
        failed: The tests that failed.
        skipped: Full names of the tests that were skipped.
        seconds: How long it took, the start of a stack included.
        problem: Why there is no result, if there is none.
    """

    name: str
    passed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()
    seconds: float = 0.0
    problem: str | None = None


def run(request: RunRequest, suites: Suites, parent: WarmParent, directory: Path) -> RunResult:
    """Run the tests where they are to run, and say how they ended.

    Args:
        request: What to judge.
        suites: All suites.
        parent: Forks stacks.
        directory: A folder of its own, for what stack and tests write.

    Raises:
        StackError: A stack could not be started.
    """
    started = time.monotonic()
    os.environ.update(request.variables)
    time.tzset()
    with request.target.start(parent, directory) as running, request.front(running.api_url) as api_url:
        tests = _run_stages(request, suites, running.robot_options(api_url), directory)
    return RunResult(
        request.name,
        passed=tuple(_name(test) for test in tests if test.passed),
        failed=tuple(Failure(_name(test), test.message) for test in tests if test.failed),
        skipped=tuple(_name(test) for test in tests if test.skipped),
        seconds=time.monotonic() - started,
    )


def _run_stages(
    request: RunRequest, suites: Suites, options: RobotOptions, directory: Path
) -> list[result.TestCase]:
    tests: list[result.TestCase] = []
    for stage in request.stages:
        tests += _run(request, suites.only(stage), options, directory)
        if any(test.failed for test in tests):
            break
    return tests


def _run(
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
    return [test for test in outcome.suite.all_tests if NOT_RUN not in test.tags]


def _stop_templates_at_first_failure(suite: running.TestSuite) -> None:
    """One row of a template that fails makes its test fail: the rows after it would tell nothing more."""
    for test in suite.all_tests:
        test.template = None


def _name(test: result.TestCase) -> str:
    _root, _, name = str(test.full_name).partition(".")
    return name
