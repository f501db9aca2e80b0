"""Of duplicate parameters, the last one counts."""

NOTICED_BY = "Duplicate Parameter Is Refused"


def apply() -> None:
    """Use the last."""
    from manuel_sandbox.handlers.api import HandlerRequest

    HandlerRequest.parameter = lambda self, name: self.query.get(name)
