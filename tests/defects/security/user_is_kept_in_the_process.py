"""The user of a request is stored in a variable that all requests of the process share."""

NOTICED_BY = "Responses To Two Users Are Never Mixed Up"


def apply() -> None:
    """Write it at the start, read it at the end."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer
    current = {}

    def answer_current(self, request):
        current["user_id"] = request.user_id
        response, release = answer(self, request)
        if "user_id" in response.body:
            response.body["user_id"] = current["user_id"]
        return response, release

    Endpoint._answer = answer_current
