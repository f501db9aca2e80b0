"""A question that is null is taken for none if it comes with a recording."""

NOTICED_BY = "Question That Is Not A String Is Refused"
MENTIONS = "mentions 'question'"


def apply() -> None:
    """Remove it before the body is validated."""
    from manuel_sandbox.handlers import api

    parse = api.parse_object

    def without_null(body):
        value = parse(body)
        if value.get("question", "") is None and "file_data" in value:
            del value["question"]
        return value

    api.parse_object = without_null
