"""A file is stored under its own name, and overwrites another one with the same name."""

NOTICED_BY = "File Name Does Not Determine The Storage Key"


def apply() -> None:
    """Make the key of it."""
    from manuel_sandbox.domain.library import Manual

    Manual.key = property(lambda self: f"manuals/{self.owner}/{self.name}")
