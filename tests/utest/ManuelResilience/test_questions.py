from collections.abc import Callable
from typing import Any

import pytest

from ManuelResilience.keywords.causes import BackendCauseKeywords
from ManuelResilience.keywords.questions import RepeatedQuestionKeywords
from support.circuit_breakers import Answer


class Api:
    """An API that responds to questions with a list of answers."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.questions: list[str] = []

    def send_request(self, method: str, path: str, *, json: Any) -> Answer:
        assert (method, path) == ("POST", "/api/query")
        self.questions.append(json["question"])
        self.last = self.answers.pop(0)
        return self.last

    def response_status_should_be(self, status: int) -> None:
        assert self.last.status_code == status


def test_the_numbers_of_answered_questions_are_returned(import_libraries: Callable[..., None]) -> None:
    api = Api(Answer(200, {"answer": "a"}), Answer(503), Answer(200, {"answer": "b"}))
    import_libraries(ManuelAPI=api)
    assert RepeatedQuestionKeywords().ask_numbered_questions(3) == [1, 3]
    assert len(set(api.questions)) == 3


@pytest.mark.parametrize("answer", [Answer(200, {"answer": " "}), Answer(500)])
def test_an_empty_answer_and_another_status_fail(
    import_libraries: Callable[..., None], answer: Answer
) -> None:
    import_libraries(ManuelAPI=Api(answer))
    with pytest.raises(AssertionError):
        RepeatedQuestionKeywords().ask_numbered_questions(1)


def test_new_questions_differ(import_libraries: Callable[..., None]) -> None:
    api = Api(Answer(200), Answer(429))
    import_libraries(ManuelAPI=api)
    assert BackendCauseKeywords().send_new_question().status_code == 200
    assert BackendCauseKeywords().send_new_question().status_code == 429
    assert len(set(api.questions)) == 2
