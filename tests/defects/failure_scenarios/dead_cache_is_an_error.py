"""Without the cache, no question is answered."""

NOTICED_BY = "Unavailable Cache Counts As A Miss"
MENTIONS = "got 503"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.assistant import Assistant

    Assistant._library_state = lambda self, user_id: self._library.state(user_id)
