"""A question waits four seconds for a cache that can't be used."""

NOTICED_BY = "Unavailable Cache Costs No Time"
MENTIONS = "Expected a response in"


def apply() -> None:
    """Wait in vain."""
    import time

    from manuel_sandbox.domain.assistant import Assistant

    library_state = Assistant._library_state

    def patient(self, user_id):
        state = library_state(self, user_id)
        if state is None:
            time.sleep(4)
        return state

    Assistant._library_state = patient
