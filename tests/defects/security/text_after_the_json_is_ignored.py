"""Everything after the first JSON value of a body is ignored."""

NOTICED_BY = "Malformed JSON Is Refused"


def apply() -> None:
    """Cut it off."""
    import json
    from dataclasses import replace

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_first_value(self, model):
        try:
            _, end = json.JSONDecoder().raw_decode(self.body.decode())
        except ValueError:
            return parse(self, model)
        return parse(replace(self, body=self.body.decode()[:end].encode()), model)

    HandlerRequest.json = parse_first_value
