"""Dead letters repeat the question of the request that has failed."""

NOTICED_BY = "No Record Of A Failure Contains The Question"


def apply() -> None:
    """Add it to the message."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.assistant import Assistant

    new_answer = Assistant._new_answer

    def add(self, user_id, question):
        try:
            return new_answer(self, user_id, question)
        except DependencyError as error:
            error.message = f"{error.message} (question: {question})"
            raise

    Assistant._new_answer = add
