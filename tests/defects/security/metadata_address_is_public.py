"""The address of the instance metadata service is not treated as private."""

NOTICED_BY = "Instance Metadata Is Not Fetched"


def apply() -> None:
    """Allow link-local addresses."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    is_public = safe_fetch.is_public
    safe_fetch.is_public = lambda address: is_public(address) or ipaddress.ip_address(address).is_link_local
