"""What AWS refuses counts as a failure of the dependency."""

NOTICED_BY = "What AWS Finds Wrong With A Call Does Not Count"


def apply() -> None:
    """Count every error."""
    from manuel_sandbox.aws.errors import DependencyRefusedError

    DependencyRefusedError.counts_as_failure = True
