"""A list that fails says that it is 1970."""

NOTICED_BY = "Failure Names Its Own Time On Every Route"
MENTIONS = "timestamp"


def apply() -> None:
    """Leave the time at its default."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def without_time(self, request, error):
        response = failure(self, request, error)
        if self.name.startswith("list"):
            response.body["timestamp"] = 0
        return response

    Endpoint._failure = without_time
