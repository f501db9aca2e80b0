"""A failed transcription is treated as a recording without speech."""

NOTICED_BY = "Failed Transcription Job Fails The Request"


def apply() -> None:
    """Return an empty transcript."""
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.domain.speech import Transcriber, Transcript

    transcribe = Transcriber.transcribe

    def or_silence(self, user_id, recording, *, field):
        try:
            return transcribe(self, user_id, recording, field=field)
        except DependencyUnavailableError as error:
            if error.cause_type == "JobFailed":
                return Transcript("", 0.0)
            raise

    Transcriber.transcribe = or_silence
