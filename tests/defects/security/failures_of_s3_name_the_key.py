"""An error of S3 names the key of the file in its message."""

NOTICED_BY = "Failure Of Any Other Dependency Reveals Nothing"


def apply() -> None:
    """Say which."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def failure_with_key(self, request, error):
        response = failure(self, request, error)
        if error.service == "s3":
            response.body["error"] += f" (manuals/{request.user_id}/)"
        return response

    Endpoint._failure = failure_with_key
