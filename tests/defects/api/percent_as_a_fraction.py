"""The used share of a quota is reported as a fraction instead of in percent."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Do not multiply by 100."""
    from manuel_sandbox.handlers import usage

    usage.percent_used = lambda limit, used: round(used / limit, 3)
