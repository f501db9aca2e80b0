"""The code that confirms a sign-up is valid for years."""

NOTICED_BY = "Confirmation Code Is Valid For A Day"


def apply() -> None:
    """Let codes for this purpose live for another time."""
    from aws_stand_in.overlays.cognito.confirmation_codes import Purpose

    def seconds(self):
        return 100000000 if self is Purpose.SIGN_UP else self.value[1]

    Purpose.seconds = property(seconds)
