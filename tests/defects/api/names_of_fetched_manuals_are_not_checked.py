"""A fetched manual may have any name without a path: of any length, with control characters or another reading direction."""

NOTICED_BY = "Misleading Name Of A Fetched Manual Is Refused"


def apply() -> None:
    """Look for slashes only."""
    from typing import Annotated

    from pydantic import AfterValidator

    from manuel_sandbox.handlers import manuals

    def without_path(value):
        if "/" in value or "\\" in value or value in ("", "..", "."):
            raise ValueError("it must be a name without a path")
        return value

    class AnyName(manuals.DownloadBody):
        filename: Annotated[str, AfterValidator(without_path)] = ""

    AnyName.__name__ = "DownloadBody"
    manuals.DownloadBody = AnyName
