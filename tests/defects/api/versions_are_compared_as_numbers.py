"""A version is read as two numbers, so that `01.0` is one, and so is `1.0` in the digits of another script."""

NOTICED_BY = "Unknown API Version Is Refused"
MENTIONS = "asked for and served"


def apply() -> None:
    """Write it anew before it is compared."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def as_numbers(text):
        try:
            return ".".join(str(int(part)) for part in text.split("."))
        except ValueError:
            return text

    def negotiate_numbers(headers, query):
        query = {**query, "version": as_numbers(query["version"])} if "version" in query else query
        return negotiate(headers, query)

    versions.negotiate = negotiate_numbers
