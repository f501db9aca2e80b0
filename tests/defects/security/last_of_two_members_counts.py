"""Of duplicate members, the last one counts."""

NOTICED_BY = "Duplicate Member Is Refused"


def apply() -> None:
    """Use the last."""
    import json

    from manuel_sandbox.handlers import api
    from strict_json import _refuse_constant

    api.parse_json = lambda text: json.loads(text, parse_constant=_refuse_constant)
