"""Attack patterns are rejected in the names of uploads, but not in those of fetched manuals."""

NOTICED_BY = "Attack In The Name Of A Fetched Manual Is Refused"


def apply() -> None:
    """Look at the names of uploads alone."""
    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise
    manuals.sanitise = lambda text, field, policy: (
        text if field == "filename" else sanitise(text, field, policy)
    )
