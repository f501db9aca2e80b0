"""When the model fails, the answer is an apology with status 200."""

NOTICED_BY = "Throttled Model Is Reported As Unavailable And Not Charged"


def apply() -> None:
    """Catch the failure where the answer is made."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.knowledge import Model, ModelAnswer

    answer = Model.answer

    def apologise(self, question, passages):
        try:
            return answer(self, question, passages)
        except DependencyError:
            return ModelAnswer("I am sorry, I cannot answer that now.", 0, 0)

    Model.answer = apologise
