"""Passwords can be tried for ever."""

NOTICED_BY = "User Is Locked Out After Failed Sign-Ins And Not For Ever"


def apply() -> None:
    """Lock nobody out."""
    from aws_stand_in.overlays.cognito import lock_out

    lock_out.FREE_FAILURES = 1000
