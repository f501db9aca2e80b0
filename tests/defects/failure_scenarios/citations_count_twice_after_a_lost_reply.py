"""A citation counts twice if the reply to its count is lost."""

NOTICED_BY = "Citation Counts Once Although The Response To Its Count Is Lost"
MENTIONS = "query_count"


def apply() -> None:
    """Add to the count at each attempt."""
    from contextlib import suppress

    from manuel_sandbox.domain import library

    def add_citation(self, owner, manual_id):
        with suppress(library.ConditionNotMetError):
            self._table.update(
                library._manual_key(owner, manual_id),
                "SET last_queried = :now ADD query_count :one",
                {"now": library.iso(self._clock()), "one": 1},
                condition="attribute_exists(user_id)",
            )

    library.Library.record_citation = add_citation
