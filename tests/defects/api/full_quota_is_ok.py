"""The status of a quota knows nothing above CRITICAL."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Leave EXCEEDED out."""
    from manuel_sandbox.domain import usage

    usage.STATUS_LEVELS = tuple(level for level in usage.STATUS_LEVELS if level[1] != "EXCEEDED")
