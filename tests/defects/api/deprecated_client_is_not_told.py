"""A client of a deprecated version is told that its version is current."""

NOTICED_BY = "Client Of A Deprecated Version Learns That It Still Works"


def apply() -> None:
    """Say so."""
    from manuel_sandbox.handlers.version import GetVersionCompatibility

    tell = GetVersionCompatibility.__call__

    def tell_all_is_well(self, request):
        response = tell(self, request)
        response.body["deprecated"] = False
        return response

    GetVersionCompatibility.__call__ = tell_all_is_well
