"""File names lose their leading and trailing blanks."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Trim the name."""
    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise
    manuals.sanitise = lambda text, field, policy: sanitise(text.strip(), field, policy)
