"""A text that looks like an attack keeps its markup where it is to be neutralised."""

NOTICED_BY = "Script In A Question Has No Effect"
CHOICES = {"injection_policy": "neutralise"}


def apply() -> None:
    """Let questions pass."""
    from manuel_sandbox.handlers import query

    query.sanitise = lambda text, _field, _policy: text
