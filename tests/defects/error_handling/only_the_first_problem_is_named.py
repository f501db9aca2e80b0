"""Of several wrong fields, an error names the first."""

NOTICED_BY = "Each Invalid Field Is Named"


def apply() -> None:
    """Name one."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def refusal_of_one(self, request, error):
        response = refusal(self, request, error)
        if "details" in response.body:
            response.body["details"] = response.body["details"][:1]
        return response

    Endpoint._refusal = refusal_of_one
