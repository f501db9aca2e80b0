"""A media type of another vendor names a version of this API, so that clients with a common `Accept` are refused."""

NOTICED_BY = "Client Without A Version Gets The Current One"
MENTIONS = "400"


def apply() -> None:
    """Leave the name of the vendor open."""
    import re

    from manuel_sandbox.domain import versions

    versions.VENDOR_TYPE = re.compile(r"application/vnd\.[a-z.]+\.v([^+;,\s]*)\+json", re.IGNORECASE)
