"""Refusals do not list the versions that there are."""

NOTICED_BY = "Every Response Lists The Supported Versions"
MENTIONS = "Supported-Versions"


def apply() -> None:
    """Leave the header out."""
    from manuel_sandbox.handlers import endpoint

    result = endpoint._proxy_result

    def without_versions(response, release):
        made = result(response, release)
        if response.status >= 400:
            del made["headers"]["Supported-Versions"]
        return made

    endpoint._proxy_result = without_versions
