"""An answer from the cache has the links of the first answer, most of which have expired by then."""

NOTICED_BY = "Links Of A Cached Answer Are New"
MENTIONS = "expires later"


def apply() -> None:
    """Keep each link for an hour."""
    from manuel_sandbox.handlers.query import Query

    source_of = Query._source
    links = {}

    def source_with_kept_link(self, source):
        link = links.setdefault(source.manual.manual_id, self._files.url(source.manual))
        return source_of(self, source) | {"pdf_url": link}

    Query._source = source_with_kept_link
