"""Attack patterns are rejected in questions, but not in file names."""

NOTICED_BY = "Attack In A File Name Is Not Stored"


def apply() -> None:
    """Leave names as they are."""
    from manuel_sandbox.handlers import manuals

    manuals.sanitise = lambda text, _field, _policy: text
