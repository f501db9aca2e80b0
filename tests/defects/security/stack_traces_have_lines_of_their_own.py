"""The stack trace of an exception follows its line in the log, a line for each call."""

NOTICED_BY = "Log Is One JSON Object A Line"


def apply() -> None:
    """Write it for people."""
    from manuel_sandbox.logs import JsonFormatter

    format_ = JsonFormatter.format

    def with_trace(self, record):
        if not record.exc_info:
            return format_(self, record)
        trace = self.formatException(record.exc_info)
        record.exc_info = None
        return f"{format_(self, record)}\n{trace}"

    JsonFormatter.format = with_trace
