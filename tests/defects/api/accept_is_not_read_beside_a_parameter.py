"""An unknown version in `Accept` is ignored if another way names a version that exists."""

NOTICED_BY = "Most Explicit Way To Name A Version Wins"
MENTIONS = "400"


def apply() -> None:
    """Read the first that is there."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def first_alone(headers, query):
        if "version" in query or "api-version" in headers:
            headers = {name: value for name, value in headers.items() if name != "accept"}
        return negotiate(headers, query)

    versions.negotiate = first_alone
