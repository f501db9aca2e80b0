"""The stage of the deployment has another name."""

CHOICES = {"stage": "review-17"}


def apply() -> None:
    """Deploy under another name."""
    from manuel_stack import process

    process.STAGE = "review-17"
