"""Only the compatibility of the current version is reported."""

NOTICED_BY = "Compatibility Lists The Status Of Each Version"


def apply() -> None:
    """Leave the others out."""
    from manuel_sandbox.handlers.version import GetVersionCompatibility

    tell = GetVersionCompatibility.__call__

    def tell_current(self, request):
        response = tell(self, request)
        response.body["versions"] = [
            each for each in response.body["versions"] if each["status"] == "current"
        ]
        return response

    GetVersionCompatibility.__call__ = tell_current
