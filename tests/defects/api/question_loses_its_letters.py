"""Only the ASCII characters of a question are kept."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Drop the rest."""
    from manuel_sandbox.handlers import query

    sanitise = query.sanitise

    def sanitise_ascii(text, field, policy):
        return sanitise(text.encode("ascii", "ignore").decode() or text, field, policy)

    query.sanitise = sanitise_ascii
