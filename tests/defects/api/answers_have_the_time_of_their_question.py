"""An answer has the time at which the question came, however long the model takes."""

NOTICED_BY = "Answer Has The Time At Which It Is Given"


def apply() -> None:
    """Look at the clock when the request begins."""
    import copy

    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def at_its_beginning(self, request):
        began, handler = self._clock(), copy.copy(self)
        handler._clock = lambda: began
        return answer(handler, request)

    Query.__call__ = at_its_beginning
