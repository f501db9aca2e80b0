"""An IPv6 address that is in no list of private ones is treated as public, among them old ways to write one of IPv4."""

NOTICED_BY = "No Spelling Of A Loopback Address Is Fetched"
MENTIONS = "url_not_allowed"


def apply() -> None:
    """Ask the list alone."""
    import ipaddress

    from manuel_sandbox.domain import safe_fetch

    safe_fetch.PUBLIC_IPV6 = ipaddress.IPv6Network("::/0")
