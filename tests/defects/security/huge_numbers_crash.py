"""A number with more digits than can be converted crashes the function."""

NOTICED_BY = "Huge Numbers Are Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Expect errors of syntax and encoding only."""
    import json
    from contextlib import suppress

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_numbers(self, model):
        with suppress(json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            json.loads(self.body)
        return parse(self, model)

    HandlerRequest.json = parse_numbers
