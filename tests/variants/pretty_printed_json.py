"""JSON is formatted over several lines."""

KIND = "layout of JSON"


def apply() -> None:
    """Indent it."""
    import dataclasses
    import json

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def changed(self, request):
        response = respond(self, request)
        if not response.body:
            return response
        return dataclasses.replace(response, body=json.dumps(json.loads(response.body), indent=4).encode())

    Gateway._respond = changed
