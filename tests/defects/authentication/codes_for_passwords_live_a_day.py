"""The code that sets a new password is valid for a day instead of an hour."""

NOTICED_BY = "Code For A New Password Is Valid For An Hour"


def apply() -> None:
    """Let codes for this purpose live for another time."""
    from aws_stand_in.overlays.cognito.confirmation_codes import Purpose

    def seconds(self):
        return 86400 if self is Purpose.NEW_PASSWORD else self.value[1]

    Purpose.seconds = property(seconds)
