"""All sources of an answer name the page of the first."""

NOTICED_BY = "Every Source Quotes Its Own Manual And Page"
MENTIONS = "on page"


def apply() -> None:
    """Repeat the page."""
    from manuel_sandbox.handlers.query import Query

    call = Query.__call__

    def with_wrong_sources(self, request):
        response = call(self, request)
        first, *others = response.body["sources"] or [None]
        for source in others:
            source["page_number"] = first["page_number"]
        return response

    Query.__call__ = with_wrong_sources
