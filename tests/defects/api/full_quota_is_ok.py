"""The status of a quota never exceeds CRITICAL."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Omit EXCEEDED."""
    from manuel_sandbox.domain import usage

    usage.STATUS_LEVELS = tuple(level for level in usage.STATUS_LEVELS if level[1] != "EXCEEDED")
