"""All sources of an answer name the manual of the first."""

NOTICED_BY = "Every Source Quotes Its Own Manual And Page"
MENTIONS = "its id is that of"


def apply() -> None:
    """Repeat the name."""
    from manuel_sandbox.handlers.query import Query

    call = Query.__call__

    def with_wrong_sources(self, request):
        response = call(self, request)
        first, *others = response.body["sources"] or [None]
        for source in others:
            source["manual_name"] = first["manual_name"]
        return response

    Query.__call__ = with_wrong_sources
