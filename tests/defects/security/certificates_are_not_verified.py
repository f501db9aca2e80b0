"""A manual is fetched over https whatever certificate its site has."""

NOTICED_BY = "Site With An Untrusted Certificate Is Not Fetched"


def apply() -> None:
    """Verify nothing."""
    import ssl

    from manuel_sandbox.domain import safe_fetch

    def secured(stream, target, context):
        return ssl._create_unverified_context().wrap_socket(stream, server_hostname=target.host)

    safe_fetch._secured = secured
