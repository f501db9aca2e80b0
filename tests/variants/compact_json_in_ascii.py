"""JSON has no blanks, and everything beyond ASCII is escaped."""

KIND = "layout of JSON"


def apply() -> None:
    """Write it as short as it goes."""
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
