"""WARNING begins above 75 percent, where 76 are used."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Compare with what is above."""
    from manuel_sandbox.domain import usage

    usage.STATUS_LEVELS = tuple((level + 2, name) for level, name in usage.STATUS_LEVELS)
