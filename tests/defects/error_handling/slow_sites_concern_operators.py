"""A site that a user has named and that is too slow is reported to the operators as a failure of the service."""

NOTICED_BY = "Site That Is Too Slow Does Not Concern Operators"


def apply() -> None:
    """Report it like that of a dependency."""
    from manuel_sandbox.aws.errors import DependencyTimeoutError
    from manuel_sandbox.domain import safe_fetch

    safe_fetch._timeout = lambda: DependencyTimeoutError("site", "Fetch", "Timeout", "the site is slow")
