"""Every group with `admin` somewhere in its name makes an administrator."""

NOTICED_BY = "Only The Group Named Admin Makes An Administrator"


def apply() -> None:
    """Look for a part of the name."""
    from manuel_sandbox.handlers.api import ApiRequest

    ApiRequest.is_admin = property(lambda self: any("admin" in group for group in self.groups))
