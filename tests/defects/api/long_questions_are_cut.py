"""A question that is too long is truncated and answered."""

NOTICED_BY = "Longest Question Is Accepted And One Character More Is Refused"


def apply() -> None:
    """Truncate it."""
    from manuel_sandbox.domain.speech import Transcript
    from manuel_sandbox.handlers.query import Query, sanitise

    def cut(self, body):
        return Transcript(
            sanitise(body.question[: self._question_length], "question", self._injection_policy), 0.0
        )

    Query._typed = cut
