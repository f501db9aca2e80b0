"""A manual is not fetched if its address does not end with what can be its name."""

NOTICED_BY = "Fetched Manual Has A Name Whatever Its Address"
MENTIONS = "400"


def apply() -> None:
    """Hold the end of an address to the rules for names."""
    from urllib.parse import unquote, urlsplit

    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers import manuals
    from manuel_sandbox.handlers.fields import file_name

    def name_or_refusal(url):
        try:
            return file_name(unquote(urlsplit(url).path.rpartition("/")[2]))
        except ValueError as error:
            raise InvalidFieldError(FieldProblem("filename", str(error))) from None

    manuals.suggested_name = name_or_refusal
