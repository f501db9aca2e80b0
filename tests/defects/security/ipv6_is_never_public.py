"""No manual is fetched from an IPv6 address, public or not."""

NOTICED_BY = "Public IPv6 Addresses May Be Fetched From"


def apply() -> None:
    """Know IPv4 alone."""
    from manuel_sandbox.domain import safe_fetch

    is_public = safe_fetch.is_public
    safe_fetch.is_public = lambda address: ":" not in address and is_public(address)
