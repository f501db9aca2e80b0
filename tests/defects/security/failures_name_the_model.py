"""An error message names the model."""

NOTICED_BY = "Model Failure Reveals Nothing"


def apply() -> None:
    """Name it."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def with_model(self, request, error):
        response = failure(self, request, error)
        if error.service == "bedrock":
            response.body["error"] = "The service has no access to Claude at the moment."
        return response

    Endpoint._failure = with_model
