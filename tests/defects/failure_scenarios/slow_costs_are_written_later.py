"""A cost that takes more than a moment to be written is written after the response."""

NOTICED_BY = "Cost That Takes Long To Be Recorded Is Counted With The Response"


def apply() -> None:
    """Wait for a third of a second at most."""
    import contextvars
    from concurrent.futures import ThreadPoolExecutor
    from contextlib import suppress

    from manuel_sandbox.domain.costs import CostLedger

    record, threads = CostLedger.record, ThreadPoolExecutor(8)

    def record_soon(self, *request):
        recording = threads.submit(contextvars.copy_context().run, record, self, *request)
        with suppress(TimeoutError):
            recording.result(timeout=0.3)

    CostLedger.record = record_soon
