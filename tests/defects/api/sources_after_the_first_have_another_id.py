"""The sources after the first have the id of the first manual."""

NOTICED_BY = "Every Source Quotes Its Own Manual And Page"
MENTIONS = "its id is that of"


def apply() -> None:
    """Repeat the id."""
    from manuel_sandbox.handlers.query import Query

    call = Query.__call__

    def with_wrong_sources(self, request):
        response = call(self, request)
        first, *others = response.body["sources"] or [None]
        for source in others:
            source["pdf_id"] = first["pdf_id"]
        return response

    Query.__call__ = with_wrong_sources
