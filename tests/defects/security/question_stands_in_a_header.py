"""A header repeats the question, including line ends."""

NOTICED_BY = "Line Break In A Question Adds No Header"


def apply() -> None:
    """Repeat it."""
    from dataclasses import replace

    from api_gateway import events
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def answer_with_question(self, request):
        response = answer(self, request)
        return replace(response, headers={"X-Question": response.body["question"]})

    Query.__call__, events.read_header = answer_with_question, lambda name, value: (name, value)
