"""The status of a quota is WARNING from 76 %."""

NOTICED_BY = "Quota Status Changes Exactly At Its Thresholds"


def apply() -> None:
    """Move the threshold."""
    from manuel_sandbox.domain import usage

    usage.STATUS_LEVELS = ((100, "EXCEEDED"), (90, "CRITICAL"), (76, "WARNING"), (50, "MODERATE"))
