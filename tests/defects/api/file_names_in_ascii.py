"""File names lose the letters of other languages."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Replace them."""
    from manuel_sandbox.handlers import manuals

    disarm = manuals.disarm

    def disarm_ascii(text, field, policy):
        return disarm(text.encode("ascii", "replace").decode().replace("?", "_"), field, policy)

    manuals.disarm = disarm_ascii
