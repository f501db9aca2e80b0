"""The certificate of a site is compared with its IP address, so that nothing can be fetched over https."""

NOTICED_BY = "Manual Is Fetched Over HTTPS"
MENTIONS = "download_failed"


def apply() -> None:
    """Connect securely to the address that was checked."""
    from manuel_sandbox.domain import safe_fetch

    def secured(stream, target, context):
        return context.wrap_socket(stream, server_hostname=target.address)

    safe_fetch._secured = secured
