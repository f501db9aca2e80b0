"""Uploads, fetches and transcriptions crash if their body is empty, or JSON that is not an object."""

NOTICED_BY = "Body That Is Not An Object Is Refused On Every Route"
MENTIONS = "502"


def apply() -> None:
    """Access members of whatever came."""
    import json
    from contextlib import suppress

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_members(self, model):
        if model.__name__ != "QueryBody":
            with suppress(ValueError):
                json.loads(self.body or "null").keys()
        return parse(self, model)

    HandlerRequest.json = parse_members
