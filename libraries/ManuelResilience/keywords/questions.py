"""Many questions, of which some may fail."""

from collections.abc import Iterator

from robot.api.deco import keyword

from ManuelResilience.imported import imported

ANSWERED = 200


class QuestionKeywords:
    """Asking often, and seeing which questions were answered."""

    @keyword(tags=["Question"])
    def ask_numbered_questions(self, count: int, *, failing_with: int = 503) -> list[int]:
        """Ask so many different questions, the same ones each time, of which some may fail in this way and no other.

        An answer must have a text, and an error must be a 503 or whatever else is expected, as the contract has it.

        Args:
            count: How many.
            failing_with: The status of those that fail.

        Returns:
            The numbers of the questions that were answered, from 1.

        Raises:
            AssertionError: One was answered with nothing, or failed in another way.

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
            raise AssertionError(f"Expected question {number} to be answered.\nGot an empty answer.")
        else:
            yield number
