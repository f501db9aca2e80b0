"""`NaN` and `Infinity` are accepted as numbers."""

NOTICED_BY = "Invalid Numbers Are Refused"


def apply() -> None:
    """Accept them."""
    import json

    from manuel_sandbox.handlers import api
    from strict_json import _unique_members

    api.parse_json = lambda text: json.loads(text, object_pairs_hook=_unique_members)
