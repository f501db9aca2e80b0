"""The name of a fetched manual may be an attack if it is part of the address."""

NOTICED_BY = "Attack In The Address Of A Fetched Manual Is Not Its Name"
MENTIONS = "DROP TABLE"


def apply() -> None:
    """Take the last part of the path as it is."""
    from urllib.parse import unquote

    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise
    taken = set()

    def last_part(url):
        name = unquote(url.partition("?")[0].rsplit("/", 1)[-1])
        taken.add(name)
        return name

    manuals.suggested_name = last_part
    manuals.sanitise = lambda text, field, policy: text if text in taken else sanitise(text, field, policy)
