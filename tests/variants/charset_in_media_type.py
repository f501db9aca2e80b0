"""The media type says that JSON is encoded as UTF-8, which it always is."""


def apply() -> None:
    """Add the parameter `charset`."""
    import dataclasses

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def changed(self, request):
        response = respond(self, request)
        if not response.body:
            return response
        headers = tuple(
            (name, f"{value}; charset=utf-8") if name == "Content-Type" else (name, value)
            for name, value in response.headers
        )
        return dataclasses.replace(response, headers=headers)

    Gateway._respond = changed
