"""A manual says when it was cited for the first time, and not for the last."""

NOTICED_BY = "Manual Names Its Latest Citation"
MENTIONS = "Expected a time"


def apply() -> None:
    """Keep the first time."""
    from contextlib import suppress

    from manuel_sandbox.aws.table import ConditionNotMetError
    from manuel_sandbox.domain.library import Library, _manual_key
    from manuel_sandbox.times import iso

    def record_first(self, owner, manual_id):
        with suppress(ConditionNotMetError):
            self._table.update(
                _manual_key(owner, manual_id),
                "SET last_queried = if_not_exists(last_queried, :now) ADD query_count :one",
                {"now": iso(self._clock()), "one": 1},
                condition="attribute_exists(user_id)",
            )

    Library.record_citation = record_first
