"""Of a numeric parameter, only the leading digits count."""

NOTICED_BY = "Attack In A Parameter Is Refused"


def apply() -> None:
    """Parse these digits."""
    import re

    from manuel_sandbox.handlers.api import HandlerRequest

    parameter = HandlerRequest.parameter

    def digits(self, name):
        value = parameter(self, name)
        found = re.match("[0-9]+", value or "") if name == "limit" else None
        return found[0] if found else value

    HandlerRequest.parameter = digits
