"""A breaker that opens again stays open for a few seconds only."""

NOTICED_BY = "Reopened Breaker Is Open As Long As At First"
MENTIONS = "retry_after"


def apply() -> None:
    """Date it back."""
    from manuel_sandbox.aws.circuit_breakers import _Storage

    opened_at = _Storage.opened_at

    def note(storage, moment):
        was_tried = storage.state == "half-open"
        opened_at.fset(storage, moment)
        if was_tried:
            storage._opened_by_clock -= 20

    _Storage.opened_at = property(opened_at.fget, note)
