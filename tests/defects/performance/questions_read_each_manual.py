"""Each question reads every manual of the user, one after the other, for the names of its sources."""

NOTICED_BY = "Question Takes As Many Calls Of The Database With Six Manuals As With One"


def apply() -> None:
    """Read them one by one."""
    from manuel_sandbox.domain.assistant import Assistant

    sources = Assistant._sources

    def look_at_each(self, user_id, passages):
        token = None
        while True:
            page, token = self._library.manuals(user_id, limit=100, next_token=token)
            for manual in page:
                self._library.find(user_id, manual.manual_id)
            if token is None:
                return sources(self, user_id, passages)

    Assistant._sources = look_at_each
