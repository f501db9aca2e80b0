"""The question is returned without its leading and trailing blanks."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Trim it."""
    from manuel_sandbox.handlers import query

    sanitise = query.sanitise
    query.sanitise = lambda text, field, policy: sanitise(text.strip(), field, policy)
