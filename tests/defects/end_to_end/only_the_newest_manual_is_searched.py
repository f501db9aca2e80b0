"""Answers are based only on the manual that was uploaded last."""

NOTICED_BY = "Each Manual Is Found As The Library Grows"


def apply() -> None:
    """Leave the others out."""
    from manuel_sandbox.domain.assistant import Assistant

    sources = Assistant._sources

    def sources_of_the_newest(self, user_id, passages):
        newest, _ = self._library.manuals(user_id, limit=1, next_token=None)
        ids = [manual.manual_id for manual in newest]
        return sources(self, user_id, [passage for passage in passages if passage.manual_id in ids])

    Assistant._sources = sources_of_the_newest
