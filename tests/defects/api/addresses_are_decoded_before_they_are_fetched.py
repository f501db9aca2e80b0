"""The path of an address is decoded before it is asked for, so that no file with a blank in its name is fetched."""

NOTICED_BY = "Fetched Manual Has A Name Whatever Its Address"


def apply() -> None:
    """Decode it."""
    from urllib.parse import unquote

    from manuel_sandbox.domain.safe_fetch import Target

    encoded_path = Target.path.fget
    Target.path = property(lambda target: unquote(encoded_path(target)))
