"""`latest` names a version, the current one."""

NOTICED_BY = "Version That Only Resembles A Known One Is Refused"
MENTIONS = "is asked for and served"


def apply() -> None:
    """Replace it."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def read(version):
        return versions.CURRENT if version == "latest" else version

    def leniently(headers, query):
        return negotiate(_changed(headers, "api-version", read), _changed(query, "version", read))

    versions.negotiate = leniently


def _changed(values, name, read):
    return {key: read(value) if key == name else value for key, value in values.items()}
