"""A dependency that does not respond is reported as one that returns errors."""

NOTICED_BY = "Model That Never Responds Is Reported As A Timeout And Not Charged"
MENTIONS = "Got 503"


def apply() -> None:
    """Do not distinguish failures."""
    from manuel_sandbox.aws import dependency

    dependency.TIMEOUTS = ()
