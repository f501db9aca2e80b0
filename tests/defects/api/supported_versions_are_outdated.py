"""The header lists one version too few."""

NOTICED_BY = "Every Response Lists The Supported Versions"


def apply() -> None:
    """Omit one."""
    from manuel_sandbox.handlers import endpoint

    result = endpoint._proxy_result

    def outdated(response, release):
        told = result(response, release)
        told["headers"]["Supported-Versions"] = "1.0"
        return told

    endpoint._proxy_result = outdated
