"""A version may be written with a `v` before it."""

NOTICED_BY = "Version That Only Resembles A Known One Is Refused"
MENTIONS = "is asked for and served"


def apply() -> None:
    """Remove it."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def read(version):
        return version.removeprefix("v")

    def leniently(headers, query):
        return negotiate(_changed(headers, "api-version", read), _changed(query, "version", read))

    versions.negotiate = leniently


def _changed(values, name, read):
    return {key: read(value) if key == name else value for key, value in values.items()}
