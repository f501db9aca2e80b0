"""The question is returned without its leading and trailing blanks."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Trim it."""
    from manuel_sandbox.handlers import query

    disarm = query.disarm
    query.disarm = lambda text, field, policy: disarm(text.strip(), field, policy)
