"""JSON that is nested too deeply for the parser crashes the function."""

NOTICED_BY = "Deep Nesting Is Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Expect only syntax errors."""
    import json
    from contextlib import suppress

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_shallow(self, model):
        with suppress(ValueError):
            json.loads(self.body)
        return parse(self, model)

    HandlerRequest.json = parse_shallow
