"""JSON has no whitespace, and all characters beyond ASCII are escaped."""

KIND = "layout of JSON"


def apply() -> None:
    """Write it as compactly as possible."""
    import dataclasses
    import json

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def changed(self, request):
        response = respond(self, request)
        if not response.body:
            return response
        text = json.dumps(json.loads(response.body), separators=(",", ":"))
        return dataclasses.replace(response, body=text.encode())

    Gateway._respond = changed
