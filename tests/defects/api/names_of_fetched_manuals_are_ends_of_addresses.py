"""A fetched manual gets whatever its address ends with as its name, such as nothing."""

NOTICED_BY = "Fetched Manual Has A Name Whatever Its Address"


def apply() -> None:
    """Do not look whether it is a name."""
    from urllib.parse import unquote, urlsplit

    from manuel_sandbox.handlers import manuals

    manuals.suggested_name = lambda url: unquote(urlsplit(url).path.rpartition("/")[2])
