"""The size of a manual is that of its base64 encoding."""

NOTICED_BY = "Uploaded Manual Is Listed"


def apply() -> None:
    """Count the encoded bytes."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library

    add = Library.add
    Library.add = lambda self, manual: add(self, replace(manual, size=manual.size * 4 // 3))
