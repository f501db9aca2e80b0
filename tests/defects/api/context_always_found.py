"""Every answer claims to have found something in the manuals."""

NOTICED_BY = "Nothing Is Cited Without A Manual"


def apply() -> None:
    """Claim it."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def claim(self, request):
        response = answer(self, request)
        response.body["context_found"] = True
        return response

    Query.__call__ = claim
