"""The response to invalid JSON contains the parser's message and the position in the code."""

NOTICED_BY = "Errors Reveal No Internals"


def apply() -> None:
    """Show the exception."""
    import json
    import traceback

    from manuel_sandbox.domain.errors import InvalidJsonError
    from manuel_sandbox.handlers import api

    def parse(body):
        try:
            return dict(json.loads(body))
        except (ValueError, TypeError) as error:
            raise InvalidJsonError(traceback.format_exc(limit=1)) from error

    api.parse_object = parse
