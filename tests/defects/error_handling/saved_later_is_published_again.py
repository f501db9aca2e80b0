"""A failure whose record is saved later is published once more when it is."""

NOTICED_BY = "Failed Request Is Published Once"
MENTIONS = "got 2"


def apply() -> None:
    """Forget that the operators know."""
    from dataclasses import replace

    from manuel_sandbox.handlers import error_processor

    read = error_processor._read
    error_processor._read = lambda body: replace(read(body), operators_notified=False)
