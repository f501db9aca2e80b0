"""All sources of an answer quote the passage of the first."""

NOTICED_BY = "Every Source Quotes Its Own Manual And Page"
MENTIONS = "its link points to has"


def apply() -> None:
    """Repeat the text."""
    from manuel_sandbox.handlers.query import Query

    call = Query.__call__

    def with_wrong_sources(self, request):
        response = call(self, request)
        first, *others = response.body["sources"] or [None]
        for source in others:
            source["chunk_text"] = first["chunk_text"]
        return response

    Query.__call__ = with_wrong_sources
