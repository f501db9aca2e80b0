"""A recording without speech can't be transcribed."""

NOTICED_BY = "Silence Gives An Empty Transcription"


def apply() -> None:
    """Refuse it."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.domain.speech import Transcriber

    transcribe = Transcriber.transcribe

    def transcribe_speech(self, user_id, recording, *, field):
        heard = transcribe(self, user_id, recording, field=field)
        if not heard.text:
            raise InvalidFieldError(FieldProblem(field, "it contains no speech"))
        return heard

    Transcriber.transcribe = transcribe_speech
