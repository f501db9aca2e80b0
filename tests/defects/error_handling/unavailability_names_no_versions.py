"""A response that says that the service is unavailable does not list the versions that there are."""

NOTICED_BY = "Open Breaker Refuses At Once Without Calling The Dependency"
MENTIONS = "header Supported-Versions is missing"


def apply() -> None:
    """Leave the header out."""
    from manuel_sandbox.handlers import endpoint

    result = endpoint._proxy_result

    def without_versions(response, release):
        made = result(response, release)
        if response.status == 503:
            del made["headers"]["Supported-Versions"]
        return made

    endpoint._proxy_result = without_versions
