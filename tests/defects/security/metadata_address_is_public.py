"""The addresses that a machine reads its own credentials at are forgotten among the private ones."""

NOTICED_BY = "Instance Metadata Is Not Fetched"


def apply() -> None:
    """Let link-local addresses pass."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    is_public = safe_fetch.is_public
    safe_fetch.is_public = lambda address: is_public(address) or ipaddress.ip_address(address).is_link_local
