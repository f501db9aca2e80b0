"""Groups are compared without regard to letter case."""

NOTICED_BY = "Only The Group Named Admin Makes An Administrator"


def apply() -> None:
    """Lower the names before they are compared."""
    from manuel_sandbox.handlers.api import ApiRequest

    ApiRequest.is_admin = property(lambda self: "admin" in {group.lower() for group in self.groups})
