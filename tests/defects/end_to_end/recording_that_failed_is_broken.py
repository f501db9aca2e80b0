"""A recording that could not be transcribed once is rejected from then on."""

NOTICED_BY = "Spoken Question Is Answered After Transcription Recovers"


def apply() -> None:
    """Remember it by its content."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.domain.speech import Transcriber

    transcribe = Transcriber.transcribe
    broken = set()

    def transcribe_unless_broken(self, user_id, recording, *, field):
        if recording.content in broken:
            raise InvalidFieldError(FieldProblem(field, "it can't be transcribed"))
        try:
            return transcribe(self, user_id, recording, field=field)
        except DependencyError:
            broken.add(recording.content)
            raise

    Transcriber.transcribe = transcribe_unless_broken
