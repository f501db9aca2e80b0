"""A question that consists of blanks is passed on to the model, which refuses it."""

NOTICED_BY = "Question Without Words Is Refused"
MENTIONS = "Got 503"


def apply() -> None:
    """Let it pass."""
    import re

    from manuel_sandbox.handlers import fields

    fields.VISIBLE = re.compile(r"[\s\S]")
