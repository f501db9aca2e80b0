"""A worker is replaced after thirty questions, and its current question is lost."""

NOTICED_BY = "Question Is Answered Within Its Objective"

QUESTIONS_OF_A_WORKER = 30


def apply() -> None:
    """Lose it."""
    import itertools

    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    questions = itertools.count(1)

    def answer_unless_replaced(self, user_id, question):
        if next(questions) % QUESTIONS_OF_A_WORKER == 0:
            raise DependencyUnavailableError("worker", "Answer", "Replaced", "the worker is replaced")
        return answer(self, user_id, question)

    Assistant.answer = answer_unless_replaced
