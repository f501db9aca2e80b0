"""Every address that is not marked private is treated as public, which omits some kinds."""

NOTICED_BY = "Private Networks Are Not Fetched From"


def apply() -> None:
    """Check only for private ones."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    safe_fetch.is_public = lambda address: not ipaddress.ip_address(address).is_private
