"""A recording without speech is treated as an empty question."""

NOTICED_BY = "Recording Without Speech Is Refused And Not Counted"


def apply() -> None:
    """Ask it."""
    from manuel_sandbox.domain.speech import Transcript
    from manuel_sandbox.handlers.query import Query

    def spoken(self, user_id, recording):
        heard = self._transcriber.transcribe(user_id, recording, field="file_data")
        return Transcript(heard.text or "...?", heard.audio_seconds)

    Query._spoken = spoken
