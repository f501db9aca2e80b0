"""The body of a question overrides the user of the token."""

NOTICED_BY = "Question Can't Name A User"


def apply() -> None:
    """Prefer that user."""
    from dataclasses import replace

    from manuel_sandbox.handlers import query

    class BodyWithUser(query.QueryBody):
        user_id: str = ""

    answer = query.Query.__call__

    def answer_to(self, request):
        user_id = request.json(BodyWithUser).user_id or request.user_id
        return answer(self, replace(request, user_id=user_id))

    query.QueryBody, query.Query.__call__ = BodyWithUser, answer_to
