"""A citation saves the manual as it was when it was found, also if it has been deleted meanwhile."""

NOTICED_BY = "Manual That Is Deleted During A Question Stays Deleted"


def apply() -> None:
    """Write all of it back."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant
    from manuel_sandbox.times import iso

    def record(self, user_id, answer):
        library = self._library
        for manual in {source.manual.manual_id: source.manual for source in answer.sources}.values():
            found = library.find(user_id, manual.manual_id) or manual
            now = iso(library._clock())
            cited = replace(found, query_count=found.query_count + 1, last_queried=now)
            library._table.put(cited.to_row())

    Assistant.record_citations = record
