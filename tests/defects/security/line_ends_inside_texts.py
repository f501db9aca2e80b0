"""JSON strings may contain raw line ends and other control characters."""

NOTICED_BY = "Comments And Control Characters Are Refused"


def apply() -> None:
    """Parse without being strict."""
    import json

    from manuel_sandbox.handlers import api

    api.parse_json = lambda text: json.loads(text, strict=False)
