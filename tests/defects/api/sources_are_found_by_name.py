"""A source has the id and the link of the newest manual of that name, though another of the same name is quoted."""

NOTICED_BY = "Manuals Of The Same Name Are Told Apart"
MENTIONS = "nowhere"


def apply() -> None:
    """Look manuals up by their names."""
    from manuel_sandbox.domain.assistant import Assistant, Source

    sources_of = Assistant._sources

    def sources_by_name(self, user_id, passages):
        manuals, _ = self._library.manuals(user_id, limit=100, next_token=None)
        by_name = {manual.name: manual for manual in reversed(manuals)}
        return tuple(
            Source(by_name[source.manual.name], source.passage)
            for source in sources_of(self, user_id, passages)
        )

    Assistant._sources = sources_by_name
