"""A version in `Accept` is ignored."""

NOTICED_BY = "API Version Is Negotiated"


def apply() -> None:
    """Read only the other headers."""
    import re

    from manuel_sandbox.domain import versions

    versions.VENDOR_TYPE = re.compile(r"(?!)(.)")
