"""Group names are compared without regard to case."""

NOTICED_BY = "Only The Group Named Admin Makes An Administrator"


def apply() -> None:
    """Convert names to lower case."""
    from manuel_sandbox.handlers.api import HandlerRequest

    HandlerRequest.is_admin = property(lambda self: "admin" in {group.lower() for group in self.groups})
