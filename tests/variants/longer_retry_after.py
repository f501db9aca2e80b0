"""Clients are told to wait longer before they try again."""


def apply() -> None:
    """Ask for 45 seconds."""
    from manuel_sandbox.handlers import endpoint

    endpoint.DEFAULT_RETRY_AFTER = 45
