"""A PDF that anybody can read, but only its author may change, is refused as protected."""

NOTICED_BY = "Write-Protected Manual Is Read"
MENTIONS = "400"


def apply() -> None:
    """Try no empty password."""
    from pypdf import PdfReader

    PdfReader.decrypt = lambda _self, _password: 0
