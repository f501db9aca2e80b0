"""How long hypothesis looks for a counterexample: a sample, the same each time, or for minutes, with other examples each time."""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine

IS_LONG = os.environ.get("HYPOTHESIS_SEARCH") == "long"
LONG_SEARCH_TIMES = 50
TIMEOUT = pytest.mark.timeout(4 * 3600 if IS_LONG else 300)


def search(*, examples: int, steps: int = 1) -> settings:
    """Return settings for a number of examples; a long search has fifty times as many.

    Args:
        examples: How many.
        steps: How many steps one run of a state machine has at most.
    """
    return settings(
        max_examples=examples * LONG_SEARCH_TIMES if IS_LONG else examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not IS_LONG,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def as_test(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> Any:
    """Return a state machine as a test.

    Args:
        machine: It.
        examples: How often it runs.
        steps: How many steps it takes then at most.
    """
    case = machine.TestCase
    case.settings = search(examples=examples, steps=steps)
    return TIMEOUT(case)
