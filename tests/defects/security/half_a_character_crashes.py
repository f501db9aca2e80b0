"""An unpaired surrogate passes the parser, and crashes the logging of the body."""

NOTICED_BY = "Lone Surrogate Is Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Log the body."""
    import json
    import logging

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_and_note(self, model):
        try:
            question = json.loads(self.body)["question"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return parse(self, model)
        logging.getLogger("manuel_sandbox").debug(str(question).encode())
        return parse(self, model)

    HandlerRequest.json = parse_and_note
