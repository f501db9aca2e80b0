"""A one-time password that was used is accepted once more."""

NOTICED_BY = "Used One-Time Password Is Refused"


def apply() -> None:
    """Forget what was used."""
    from aws_stand_in.overlays.cognito.authenticators import CodeGenerator

    accept = CodeGenerator.accept

    def accept_again(self, code, now):
        self.last_step = 0
        accept(self, code, now)

    CodeGenerator.accept = accept_again
