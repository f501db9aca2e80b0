"""A version in `Accept` is not read."""

NOTICED_BY = "API Version Is Negotiated"


def apply() -> None:
    """Look at the others alone."""
    import re

    from manuel_sandbox.domain import versions

    versions.VENDOR_TYPE = re.compile(r"(?!)(.)")
