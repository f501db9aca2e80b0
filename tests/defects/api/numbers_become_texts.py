"""A number in place of the question is asked as a text."""

NOTICED_BY = "Question That Is Not A String Is Refused"


def apply() -> None:
    """Turn whatever comes into a text."""
    from manuel_sandbox.handlers import query
    from manuel_sandbox.handlers.api import ApiRequest

    json = ApiRequest.json

    def lenient(self, model):
        if model is query.QueryBody:
            import json as parser

            value = parser.loads(self.body)
            if isinstance(value, dict) and isinstance(value.get("question"), (int, float)):
                return query.QueryBody(question=str(value["question"]))
        return json(self, model)

    ApiRequest.json = lenient
