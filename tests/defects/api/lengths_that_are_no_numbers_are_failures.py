"""A site whose `Content-Length` is a digit of no number (`²`) makes the backend fail."""

NOTICED_BY = "Unusable Download Is Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Ask `str.isdigit`, which knows more digits than `int`."""
    from manuel_sandbox.domain import safe_fetch

    def declared_bytes(response):
        declared = response.getheader("Content-Length", "0")
        return int(declared) if declared.isdigit() else 0

    safe_fetch._declared_bytes = declared_bytes
