"""While the breaker of the model is open, an invalid question is answered with 503: the mistake seems to be the service's."""

NOTICED_BY = "Invalid Question Is Invalid Even While The Breaker Is Open"
MENTIONS = "400"


def apply() -> None:
    """Look at the breaker first."""
    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def look_first(self, request):
        state = self._assistant._bedrock._breaker.state()
        if state.state == "open":
            raise CircuitOpenError(
                "bedrock", "Query", "CircuitOpen", "not called", retry_after=state.retry_after
            )
        return answer(self, request)

    Query.__call__ = look_first
