"""What can go wrong apart from tests that fail."""


class RunFailedError(Exception):
    """A run ended without all its results; the message says with which exit status, and where its lines are."""
