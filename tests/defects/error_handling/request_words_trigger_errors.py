"""A question with certain words is treated as an error of the model."""

NOTICED_BY = "Error Words In A Question Cause No Error"
MENTIONS = "Expected status 200"


def apply() -> None:
    """Search the prompt and the answer for words."""
    from manuel_sandbox.aws.replies import InvalidReplyError
    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def suspicious(self, question, passages):
        if "timeout" in question.lower() or "throttling" in question.lower():
            raise InvalidReplyError("the model reports a problem")
        return answer(self, question, passages)

    Model.answer = suspicious
