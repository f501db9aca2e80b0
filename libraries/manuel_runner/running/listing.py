"""The names of the tests that would run."""

from manuel_runner.running.plan import RunPlan


def print_tests(plan: RunPlan) -> int:
    """Print the names, by which `--test` selects the tests."""
    for test in plan.tests:
        print(test.short_name)
    return 0
