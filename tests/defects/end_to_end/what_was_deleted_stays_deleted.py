"""A manual with the name of a deleted one is left out of answers although it was uploaded again."""

NOTICED_BY = "Deleted Manual Comes Back When It Is Uploaded Again"


def apply() -> None:
    """Remember the names."""
    from manuel_sandbox.domain.assistant import Assistant
    from manuel_sandbox.domain.library import Library

    remove, sources = Library.remove, Assistant._sources
    deleted = set()

    def remove_and_remember(self, manual):
        deleted.add((manual.owner, manual.name))
        return remove(self, manual)

    def sources_but_deleted(self, user_id, passages):
        return tuple(
            source
            for source in sources(self, user_id, passages)
            if (user_id, source.manual.name) not in deleted
        )

    Library.remove, Assistant._sources = remove_and_remember, sources_but_deleted
