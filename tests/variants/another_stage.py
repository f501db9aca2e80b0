"""The deployment has another stage's name."""

CATEGORY = "stage"


def apply() -> None:
    """Deploy under another name."""
    from manuel_stack import process

    process.STAGE = "review-17"
