"""The links of the sources after the first are valid for a day."""

NOTICED_BY = "Source Link Expires Within An Hour"
MENTIONS = "3600"


def apply() -> None:
    """Sign them for longer."""
    from manuel_sandbox.domain.manual_files import ManualFiles
    from manuel_sandbox.handlers.query import Query

    url, source_of = ManualFiles.url, Query._source

    def url_for_a_day(self, manual):
        kept, self._url_seconds = self._url_seconds, 86400
        try:
            return url(self, manual)
        finally:
            self._url_seconds = kept

    def answer(self, request, call=Query.__call__):
        self.links = 0
        return call(self, request)

    def source(self, given):
        self.links += 1
        ManualFiles.url = url if self.links == 1 else url_for_a_day
        try:
            return source_of(self, given)
        finally:
            ManualFiles.url = url

    Query.__call__, Query._source = answer, source
