"""Who has used up a day is told to come back in a minute."""

NOTICED_BY = "Used Up Day Is Refused By Name"


def apply() -> None:
    """Always a minute."""
    from manuel_sandbox.domain import quota

    quota.seconds_until = lambda day, now: 60
