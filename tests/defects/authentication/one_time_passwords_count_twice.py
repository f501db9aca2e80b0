"""A one-time password that was used is accepted once more."""

NOTICED_BY = "Used One-Time Password Is Refused"


def apply() -> None:
    """Forget what was used."""
    from aws_stand_in.overlays.cognito.authenticators import Authenticator

    accept = Authenticator.accept

    def accept_again(self, code, now):
        self.last_step = 0
        accept(self, code, now)

    Authenticator.accept = accept_again
