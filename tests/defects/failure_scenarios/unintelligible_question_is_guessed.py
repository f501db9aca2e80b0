"""An unintelligible spoken question is replaced with a guess."""

NOTICED_BY = "Spoken Question That Was Not Transcribed Is Not Sent To The Model"


def apply() -> None:
    """Ask what the user may have meant."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.speech import Transcript
    from manuel_sandbox.handlers.query import Query

    spoken = Query._spoken

    def guess(self, user_id, recording):
        try:
            return spoken(self, user_id, recording)
        except DependencyError:
            return Transcript("What can you do?", 0.0)

    Query._spoken = guess
