"""A manual that could not be indexed states passages that it is searched in."""

NOTICED_BY = "Stopped Ingestion Has Failed"
MENTIONS = "chunks"


def apply() -> None:
    """Show them whatever the state is."""
    from manuel_sandbox.handlers import manuals

    call = manuals.GetManual.__call__

    def with_chunks(self, request):
        response = call(self, request)
        manual = self._library.find(request.user_id, response.body["id"])
        return manuals.ok({**response.body, "chunks": manual.chunks})

    manuals.GetManual.__call__ = with_chunks
