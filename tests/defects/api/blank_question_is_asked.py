"""A question that consists of blanks is answered."""

NOTICED_BY = "Question Without Words Is Refused"
MENTIONS = "Expected status 400"


def apply() -> None:
    """Let it pass."""
    import re

    from manuel_sandbox.handlers import fields

    fields.VISIBLE = re.compile(r"[\s\S]")
