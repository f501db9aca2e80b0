"""Responses name the machine that sends them."""

NOTICED_BY = "Successful Responses Reveal Nothing"


def apply() -> None:
    """Name it in a header."""
    from dataclasses import replace

    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def answer_with_server(self, request):
        response, release = answer(self, request)
        if not request.user_id:
            return response, release
        return replace(response, headers={**response.headers, "X-Backend-Server": "ip-10-0-0-8"}), release

    Endpoint._answer = answer_with_server
