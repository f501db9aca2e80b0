"""Each status of a quota begins two percentage points too late."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Raise the levels."""
    from manuel_sandbox.domain import usage

    usage.STATUS_LEVELS = tuple((level + 2, name) for level, name in usage.STATUS_LEVELS)
