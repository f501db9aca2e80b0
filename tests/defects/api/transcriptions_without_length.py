"""A transcription does not tell how long the recording was."""

NOTICED_BY = "Transcription States Its Cost"


def apply() -> None:
    """Say nothing."""
    from dataclasses import replace

    from manuel_sandbox.domain.speech import Transcriber

    transcribe = Transcriber.transcribe

    def transcribe_nothing(self, user_id, recording, *, field):
        return replace(transcribe(self, user_id, recording, field=field), audio_seconds=0.0)

    Transcriber.transcribe = transcribe_nothing
