"""A message that is nested too deeply makes the error processor crash, and with it the whole batch."""

NOTICED_BY = "Valid Message Is Processed Despite Unreadable Ones Around It"


def apply() -> None:
    """Do not expect it."""
    from manuel_sandbox.handlers import error_processor

    read = error_processor._read

    def read_shallow(body):
        if body.startswith("[" * 1000):
            raise RecursionError
        return read(body)

    error_processor._read = read_shallow
