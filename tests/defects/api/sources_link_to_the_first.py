"""All sources of an answer link to the manual of the first."""

NOTICED_BY = "Every Source Quotes Its Own Manual And Page"
MENTIONS = "nowhere"


def apply() -> None:
    """Repeat the link."""
    from manuel_sandbox.handlers.query import Query

    call = Query.__call__

    def with_wrong_sources(self, request):
        response = call(self, request)
        first, *others = response.body["sources"] or [None]
        for source in others:
            source["pdf_url"] = first["pdf_url"]
        return response

    Query.__call__ = with_wrong_sources
