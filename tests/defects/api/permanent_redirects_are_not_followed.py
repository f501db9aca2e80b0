"""A manual that has moved for good is not fetched."""

NOTICED_BY = "Every Kind Of Redirect Is Followed"
MENTIONS = "download_failed"


def apply() -> None:
    """Follow only redirects for now."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.REDIRECTS = {302, 303, 307}
