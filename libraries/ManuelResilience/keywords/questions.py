"""Keywords for many questions, some of which may fail."""

from collections.abc import Iterator

from robot.api.deco import keyword

from cause_register.forms import AN_ANSWER, Unmet
from ManuelResilience.imported import imported

ANSWERED = 200


class RepeatedQuestionKeywords:
    """Keywords that ask many questions, and see which were answered."""

    @keyword(tags=["Question"])
    def ask_numbered_questions(self, count: int, *, failing_with: int = 503) -> list[int]:
        """Ask this many different questions, the same in every run; some may fail with one status, but no other.

        Answers must not be empty, and errors must match the contract.

        Args:
            count: The number of questions.
            failing_with: The status of questions that fail.

        Returns:
            The numbers of the questions that were answered, from 1.

        Raises:
            AssertionError: An answer was empty, or a question failed with another status.

        Example:
        ```robotframework
        Activate Failure    bedrock_throttling    probability=0.3    seed=7
        ${answered} =    Ask Numbered Questions    20
        ```
        """
        return list(_answered(count, failing_with))


def _answered(count: int, failing_with: int) -> Iterator[int]:
    api = imported("ManuelAPI")
    for number in range(1, count + 1):
        question = {"question": f"What does message number {number} mean?"}
        response = api.send_request("POST", "/api/query", json=question)
        if response.status_code != ANSWERED:
            api.response_status_should_be(failing_with)
        elif not response.json()["answer"].strip():
            raise AssertionError(str(Unmet(f"{AN_ANSWER} to question {number}", "an empty one.")))
        else:
            yield number
