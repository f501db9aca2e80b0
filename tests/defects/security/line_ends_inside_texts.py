"""JSON strings may contain raw line ends and other control characters."""

NOTICED_BY = "Comments And Control Characters Are Refused"


def apply() -> None:
    """Parse without being strict."""
    import functools
    import json
    import types

    from manuel_sandbox.handlers import api

    lenient = types.SimpleNamespace(loads=functools.partial(json.loads, strict=False), dumps=json.dumps)
    api.json = lenient
