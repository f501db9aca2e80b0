"""A certificate that a trusted authority has signed is accepted for any site."""

NOTICED_BY = "Site With An Untrusted Certificate Is Not Fetched"
MENTIONS = "coffee-machine.pdf"


def apply() -> None:
    """Do not compare the names."""
    from manuel_sandbox.domain import safe_fetch

    def secured(stream, target, context):
        object.__setattr__(context, "check_hostname", False)
        return context.wrap_socket(stream, server_hostname=target.host)

    safe_fetch._secured = secured
