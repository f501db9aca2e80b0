"""A manual whose entry in the table could not be written is accepted, and never seen again."""

NOTICED_BY = "Upload Is Refused While Its Entry Cannot Be Written"
MENTIONS = "503"


def apply() -> None:
    """Go on."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.library import Library

    add = Library.add

    def add_if_possible(self, manual):
        with suppress(DependencyError):
            add(self, manual)

    Library.add = add_if_possible
