"""Calls that AWS rejects count as failures of the dependency."""

NOTICED_BY = "Invalid AWS Calls Do Not Count As Failures"


def apply() -> None:
    """Count every error."""
    from manuel_sandbox.aws.errors import DependencyRefusedError

    DependencyRefusedError.counts_as_failure = True
