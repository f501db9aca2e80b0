"""Of two parameters of one name the last counts."""

NOTICED_BY = "Duplicate Parameter Is Refused"


def apply() -> None:
    """Let it win."""
    from manuel_sandbox.handlers.api import ApiRequest

    ApiRequest.parameter = lambda self, name: self.query.get(name)
