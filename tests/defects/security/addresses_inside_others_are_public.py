"""An IPv4 address that is embedded in an IPv6 address is not checked."""

NOTICED_BY = "No Spelling Of A Loopback Address Is Fetched"


def apply() -> None:
    """Do not look inside."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    def is_public(address):
        ip = ipaddress.ip_address(address)
        return ip.is_global and not ip.is_multicast

    safe_fetch.is_public = is_public
