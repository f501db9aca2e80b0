"""A response waits until its log line is written, and the log accepts one line at a time."""

NOTICED_BY = "Steady Load Is Sustained"

SECONDS_A_LINE = 0.04


def apply() -> None:
    """Write on a slow disk."""
    import threading
    import time

    from manuel_sandbox.handlers.endpoint import Endpoint

    take_note = Endpoint._log_and_count
    log = threading.Lock()

    def take_note_slowly(self, request, response, seconds):
        with log:
            time.sleep(SECONDS_A_LINE)
            take_note(self, request, response, seconds)

    Endpoint._log_and_count = take_note_slowly
