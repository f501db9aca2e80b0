"""The encoding of a body is guessed from its first bytes."""

NOTICED_BY = "Encodings Other Than UTF-8 Are Refused"


def apply() -> None:
    """Guess it, as `json.loads` does with bytes."""
    import json
    from dataclasses import replace

    from manuel_sandbox.handlers.api import HandlerRequest

    parse = HandlerRequest.json

    def parse_any_encoding(self, model):
        try:
            text = self.body.decode(json.detect_encoding(self.body))
        except UnicodeDecodeError:
            return parse(self, model)
        return parse(replace(self, body=text.encode()), model)

    HandlerRequest.json = parse_any_encoding
