"""File names lose the letters of other languages."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Replace them."""
    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise

    def sanitise_ascii(text, field, policy):
        return sanitise(text.encode("ascii", "replace").decode().replace("?", "_"), field, policy)

    manuals.sanitise = sanitise_ascii
