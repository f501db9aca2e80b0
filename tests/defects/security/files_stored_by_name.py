"""A file is stored under the name that its owner gave it, over the one of the same name."""

NOTICED_BY = "File Name Does Not Determine The Storage Key"


def apply() -> None:
    """Make the key of it."""
    from manuel_sandbox.domain.library import Manual

    Manual.key = property(lambda self: f"manuals/{self.owner}/{self.name}")
