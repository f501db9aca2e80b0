"""JSON that is not an object crashes the function."""

NOTICED_BY = "JSON That Is Not An Object Is Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Access its members."""
    import json

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_members(self, model):
        try:
            value = json.loads(self.body)
        except ValueError:
            return parse(self, model)
        value.keys()
        return parse(self, model)

    HandlerRequest.json = parse_members
