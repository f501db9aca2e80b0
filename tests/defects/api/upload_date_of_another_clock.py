"""The upload time of manuals is an hour late."""

NOTICED_BY = "Manual Has The Time Of Its Upload"


def apply() -> None:
    """Add an hour."""
    from manuel_sandbox.domain import manual_submission

    iso = manual_submission.iso
    manual_submission.iso = lambda moment: iso(moment + 3600)
