"""A user without quota is told to try again in a minute."""

NOTICED_BY = "Exhausted Daily Quota Is Named In The Refusal"


def apply() -> None:
    """Always a minute."""
    from manuel_sandbox.domain import quota

    quota.seconds_until = lambda day, now: 60
