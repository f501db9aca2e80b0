"""A recording without speech is not deleted."""

NOTICED_BY = "Recording Is Deleted After Transcription"


def apply() -> None:
    """Delete what has been understood, and what has failed."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    get_transcript = Transcriber._get_transcript
    silent = []

    @contextmanager
    def stored(self, key, content):
        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        silent.clear()
        try:
            yield
        finally:
            if not silent:
                self._clean_up(
                    lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
                )

    def note_silence(self, url):
        transcript = get_transcript(self, url)
        if not transcript.text:
            silent.append(transcript)
        return transcript

    Transcriber._stored, Transcriber._get_transcript = stored, note_silence
