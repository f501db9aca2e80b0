"""The citations of an answer are counted by one transaction: if one of its manuals is deleted meanwhile, none is counted."""

NOTICED_BY = "Citation Counts Although Another Cited Manual Is Deleted Meanwhile"
MENTIONS = "query_count"


def apply() -> None:
    """Update all manuals at once, each on condition that it exists."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.aws.table import ConditionNotMetError
    from manuel_sandbox.domain.assistant import Assistant
    from manuel_sandbox.domain.library import _manual_key
    from manuel_sandbox.times import iso

    def record_citations(self, user_id, answer):
        library = self._library
        updates = [
            library._table.updating(
                _manual_key(user_id, manual_id),
                "SET last_queried = :now ADD query_count :one",
                {"now": iso(library._clock()), "one": 1},
                condition="attribute_exists(user_id)",
            )
            for manual_id in dict.fromkeys(source.manual.manual_id for source in answer.sources)
        ]
        if updates:
            with suppress(ConditionNotMetError, DependencyError):
                library._table.transact(*updates)

    Assistant.record_citations = record_citations
