"""A user can set the own `email_verified`."""

NOTICED_BY = "User Cannot Declare An Address Verified"


def apply() -> None:
    """Let users write every attribute."""
    from aws_stand_in.overlays.cognito import attributes

    attributes.check_writable = lambda given: None
