"""A message with an infinite time makes the error processor crash, and with it the whole batch."""

NOTICED_BY = "Valid Message Is Processed Despite Unreadable Ones Around It"


def apply() -> None:
    """Convert it unprepared."""
    import json

    from manuel_sandbox.handlers import error_processor

    read = error_processor._read

    def read_time(body):
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            message = None
        if isinstance(message, dict) and message.get("timestamp") == float("inf"):
            int(message["timestamp"])
        return read(body)

    error_processor._read = read_time
