"""A number instead of a question is treated as a string."""

NOTICED_BY = "Question That Is Not A String Is Refused"


def apply() -> None:
    """Convert every value to a string."""
    from manuel_sandbox.handlers import query
    from manuel_sandbox.handlers.api import HandlerRequest

    json = HandlerRequest.json

    def lenient(self, model):
        if model is query.QueryBody:
            import json as parser

            value = parser.loads(self.body)
            if isinstance(value, dict) and isinstance(value.get("question"), (int, float)):
                return query.QueryBody(question=str(value["question"]))
        return json(self, model)

    HandlerRequest.json = lenient
