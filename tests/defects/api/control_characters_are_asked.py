"""Control characters get into the prompt and into logs."""

NOTICED_BY = "Question Without Words Is Refused"


def apply() -> None:
    """Let them pass."""
    import re

    from manuel_sandbox.handlers import fields

    fields.CONTROL = re.compile(r"(?!)")
