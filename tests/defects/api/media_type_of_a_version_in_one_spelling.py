"""The media type that names a version is understood in small letters alone."""

NOTICED_BY = "API Version Is Negotiated"


def apply() -> None:
    """Compare letters."""
    import re

    from manuel_sandbox.domain import versions

    versions.VENDOR_TYPE = re.compile(r"application/vnd\.manuel\.v([^+;,\s]*)\+json")
