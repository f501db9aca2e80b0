"""A question with certain words is treated as an error of the model."""

NOTICED_BY = "Error Words In A Question Cause No Error"
MENTIONS = "Got 503"


def apply() -> None:
    """Search the prompt and the answer for words."""
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def suspicious(self, question, passages):
        if "timeout" in question.lower() or "throttling" in question.lower():
            raise DependencyUnavailableError(
                "bedrock", "InvokeModel", "InvalidReply", "the model reports a problem"
            )
        return answer(self, question, passages)

    Model.answer = suspicious
