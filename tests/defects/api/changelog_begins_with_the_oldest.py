"""The changelog begins with the oldest version."""

NOTICED_BY = "Changelog Begins With The Newest Version"


def apply() -> None:
    """Reverse it."""
    from manuel_sandbox.handlers.version import GetChangelog

    tell = GetChangelog.__call__

    def tell_oldest_first(self, request):
        response = tell(self, request)
        response.body["changelog"].reverse()
        return response

    GetChangelog.__call__ = tell_oldest_first
