"""One judge: a process of its own that runs tests against a stack of its own."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from robot import result, running

from manuel_runner.judging.suites import Suites
from manuel_stack.info import StackInfo
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.configuration import LOCAL, read_environment
from ManuelEnvironment.environment import ATTACH_API_VARIABLE, ATTACH_AWS_VARIABLE, stack_options
from ManuelEnvironment.settings import validate

NOT_RUN = "robot:exit"
"""Robot Framework's tag of a test that it did not run because another had failed."""

Backend = Callable[[StackInfo], AbstractContextManager[str]]
"""Gives the URL of an API that is used in the place of the stack's own."""


def _stacks_own_api(stack: StackInfo) -> AbstractContextManager[str]:
    return nullcontext(stack.api_base_url)


@dataclass(frozen=True)
class Assignment:
    """What a judge has to judge.

    Attributes:
        name: What it is called.
        stages: Full names of the tests to run, and of those to run if none of the former failed, and so on.
        stack: Options of the stack beside its choices, such as `defect`.
        choices: Settings of the environment that differ from those of `local`, for the backend and the suites.
        suite_settings: Settings that differ for the suites alone.
        variables: Variables of the process, such as `TZ`.
        backend: Gives the API that is tested, on this stack.
        stop_at_first_failure: Whether one test that fails is enough.
        order_seed: For a random order of suites and tests; their own order without it.
    """

    name: str
    stages: tuple[frozenset[str], ...]
    stack: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    suite_settings: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    backend: Backend = _stacks_own_api
    stop_at_first_failure: bool = False
    order_seed: int | None = None


@dataclass(frozen=True)
class Failure:
    """A test that failed, and what it said."""

    test: str
    message: str


@dataclass(frozen=True)
class Judgement:
    """How the tests ended.

    Attributes:
        name: The assignment's.
        passed: Full names of the tests that passed.
        failed: The tests that failed.
        skipped: Full names of the tests that were skipped.
        seconds: How long it took, the stack's start included.
        problem: Why there is no judgement, if there is none.
    """

    name: str
    passed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()
    seconds: float = 0.0
    problem: str | None = None


def judge(assignment: Assignment, suites: Suites, parent: WarmParent, directory: Path) -> Judgement:
    """Lease a stack, run the tests, and say how they ended.

    Args:
        assignment: What to judge.
        suites: All suites.
        parent: Forks the stack.
        directory: A folder of its own, for what stack and tests write.

    Raises:
        StackError: The stack could not be started.
    """
    started = time.monotonic()
    settings = validate({**read_environment(LOCAL), **assignment.choices}, source=assignment.name)
    options = {**stack_options(settings, directory), **assignment.stack}
    with StackLease(parent, options) as lease, assignment.backend(lease.info) as api_url:
        os.environ.update(assignment.variables)
        os.environ.update({ATTACH_API_VARIABLE: api_url, ATTACH_AWS_VARIABLE: lease.info.aws_endpoint_url})
        time.tzset()
        tests = _run_stages(assignment, suites, directory)
    return Judgement(
        assignment.name,
        passed=tuple(_name(test) for test in tests if test.passed),
        failed=tuple(Failure(_name(test), test.message) for test in tests if test.failed),
        skipped=tuple(_name(test) for test in tests if test.skipped),
        seconds=time.monotonic() - started,
    )


def _run_stages(assignment: Assignment, suites: Suites, directory: Path) -> list[result.TestCase]:
    tests: list[result.TestCase] = []
    for stage in assignment.stages:
        tests += _run(assignment, suites.only(stage), directory)
        if any(test.failed for test in tests):
            break
    return tests


def _run(assignment: Assignment, suite: running.TestSuite, directory: Path) -> list[result.TestCase]:
    _stop_templates_at_first_failure(suite)
    if assignment.order_seed is not None:
        suite.randomize(suites=True, tests=True, seed=assignment.order_seed)
    settings = {**assignment.choices, **assignment.suite_settings}
    outcome = suite.run(
        outputdir=str(directory),
        output=None,
        console="none",
        loglevel="NONE",
        exitonfailure=assignment.stop_at_first_failure,
        variable=[f"{name}:{_as_text(value)}" for name, value in settings.items()],
    )
    return [test for test in outcome.suite.all_tests if NOT_RUN not in test.tags]


def _stop_templates_at_first_failure(suite: running.TestSuite) -> None:
    """One row of a template that fails makes its test fail: the rows after it would tell nothing more."""
    for test in suite.all_tests:
        test.template = None


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _name(test: result.TestCase) -> str:
    _root, _, name = str(test.full_name).partition(".")
    return name
