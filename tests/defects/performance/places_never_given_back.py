"""Each question takes one of twelve slots at the model, and never releases it."""

NOTICED_BY = "Questions At A Steady Rate Are Answered"

PLACES = 12


def apply() -> None:
    """Take places until there is none."""
    import threading

    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer
    places = threading.Semaphore(PLACES)

    def take_a_place(self, question, passages):
        if not places.acquire(blocking=False):
            raise DependencyUnavailableError("bedrock", "InvokeModel", "NoPlace", "there is no place left")
        return answer(self, question, passages)

    Model.answer = take_a_place
