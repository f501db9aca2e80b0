"""Every group with `admin` in its name makes its members administrators."""

NOTICED_BY = "Only The Group Named Admin Makes An Administrator"


def apply() -> None:
    """Search for a part of the name."""
    from manuel_sandbox.handlers.api import HandlerRequest

    HandlerRequest.is_admin = property(lambda self: any("admin" in group for group in self.groups))
