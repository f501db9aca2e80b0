"""The first page of a user's manuals is searched, and not the others."""

NOTICED_BY = "Oldest Of Many Manuals Is Cited"


def apply() -> None:
    """Search the twenty newest."""
    from manuel_sandbox.domain.assistant import Assistant

    sources_of = Assistant._sources

    def sources_of_the_newest(self, user_id, passages):
        manuals, _ = self._library.manuals(user_id, limit=20, next_token=None)
        newest = {manual.manual_id for manual in manuals}
        return sources_of(self, user_id, [passage for passage in passages if passage.manual_id in newest])

    Assistant._sources = sources_of_the_newest
