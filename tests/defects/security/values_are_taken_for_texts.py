"""The values of a body are trimmed before their type is checked."""

NOTICED_BY = "Value Of The Wrong Type Is A Client Error"
MENTIONS = "Got 502"


def apply() -> None:
    """Trim them."""
    from manuel_sandbox.handlers import api

    parse_object = api.parse_object

    def parse_and_trim(body):
        value = parse_object(body)
        for member in value.values():
            member.strip()
        return value

    api.parse_object = parse_and_trim
