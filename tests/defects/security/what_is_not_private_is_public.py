"""Every address is public that is not called private, which leaves some kinds out."""

NOTICED_BY = "Private Networks Are Not Fetched From"


def apply() -> None:
    """Ask for private ones alone."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    safe_fetch.is_public = lambda address: not ipaddress.ip_address(address).is_private
