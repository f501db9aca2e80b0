"""A dependency that does not answer is reported as one that answers with an error."""

NOTICED_BY = "Network Timeout"


def apply() -> None:
    """Know one kind of failure."""
    from manuel_sandbox.aws import dependency

    dependency.TIMEOUTS = ()
