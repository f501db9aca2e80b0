"""The lists of manuals and of files name them without the letters of other languages; a manual itself has them."""

NOTICED_BY = "File Name Is The Same Everywhere"
MENTIONS = "a listed manual with name="


def apply() -> None:
    """Keep ASCII."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library

    manuals = Library.manuals

    def in_ascii(manual):
        return replace(manual, name=manual.name.encode("ascii", "replace").decode().replace("?", "_"))

    def manuals_in_ascii(self, owner, *, limit, next_token):
        listed, token = manuals(self, owner, limit=limit, next_token=next_token)
        return [in_ascii(manual) for manual in listed], token

    Library.manuals = manuals_in_ascii
