"""The members of JSON objects are in another order (RFC 8259, section 4)."""


def apply() -> None:
    """Reverse the order in the outermost object."""
    import dataclasses
    import json

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def changed(self, request):
        response = respond(self, request)
        if not response.body:
            return response
        body = json.loads(response.body)
        return dataclasses.replace(response, body=json.dumps(dict(reversed(body.items()))).encode())

    Gateway._respond = changed
