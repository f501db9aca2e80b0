"""A certificate that has expired is accepted."""

NOTICED_BY = "Site With An Untrusted Certificate Is Not Fetched"
MENTIONS = "washing-machine.pdf"


def apply() -> None:
    """Do not look at the time (`X509_V_FLAG_NO_CHECK_TIME` of OpenSSL)."""
    from manuel_sandbox.domain import safe_fetch

    def secured(stream, target, context):
        object.__setattr__(context, "verify_flags", context.verify_flags | 0x200000)
        return context.wrap_socket(stream, server_hostname=target.host)

    safe_fetch._secured = secured
