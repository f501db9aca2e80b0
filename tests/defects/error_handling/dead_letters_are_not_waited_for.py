"""Dead letters are sent in the background, without waiting: what is on its way when a function is frozen may be lost."""

NOTICED_BY = "Dead Letter, Notice And Record Exist When The Response Arrives"


def apply() -> None:
    """Send each by a thread."""
    import contextvars
    from concurrent.futures import ThreadPoolExecutor

    from manuel_sandbox.domain.error_tracking import ErrorReporter

    send, threads = ErrorReporter._send, ThreadPoolExecutor(4)

    def send_soon(self, *message):
        threads.submit(contextvars.copy_context().run, send, self, *message)

    ErrorReporter._send = send_soon
