"""Only the ASCII characters of a question are kept."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Drop the rest."""
    from manuel_sandbox.handlers import query

    disarm = query.disarm

    def disarm_ascii(text, field, policy):
        return disarm(text.encode("ascii", "ignore").decode() or text, field, policy)

    query.disarm = disarm_ascii
