"""A recording is deleted without waiting for it: if the function is frozen before, the recording stays."""

NOTICED_BY = "Recording Is Gone With The Response However Long Its Deletion Takes"


def apply() -> None:
    """Wait for a third of a second at most."""
    import contextvars
    from concurrent.futures import ThreadPoolExecutor
    from contextlib import suppress

    from manuel_sandbox.domain.speech import Transcriber

    clean_up, threads = Transcriber._clean_up, ThreadPoolExecutor(8)

    def clean_up_soon(self, step):
        cleaning = threads.submit(contextvars.copy_context().run, clean_up, self, step)
        with suppress(TimeoutError):
            cleaning.result(timeout=0.3)

    Transcriber._clean_up = clean_up_soon
