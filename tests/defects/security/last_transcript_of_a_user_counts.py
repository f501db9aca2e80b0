"""A user who sends several recordings at once gets the text of one of them for all."""

NOTICED_BY = "Concurrent Recordings Of A User Are Not Mixed Up"


def apply() -> None:
    """Keep the text by user, and read it a moment later."""
    import time

    from manuel_sandbox.domain.speech import Transcriber

    transcribe = Transcriber.transcribe
    texts = {}

    def by_user(self, user_id, recording, *, field):
        texts[user_id] = transcribe(self, user_id, recording, field=field)
        time.sleep(0.2)
        return texts[user_id]

    Transcriber.transcribe = by_user
