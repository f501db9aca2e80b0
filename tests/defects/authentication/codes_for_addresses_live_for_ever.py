"""The code that verifies a new address is valid for years."""

NOTICED_BY = "Code For A New Address Is Valid For A Day"


def apply() -> None:
    """Let codes for this purpose live for another time."""
    from aws_stand_in.overlays.cognito.confirmation_codes import Purpose

    def seconds(self):
        return 100000000 if self is Purpose.EMAIL else self.value[1]

    Purpose.seconds = property(seconds)
