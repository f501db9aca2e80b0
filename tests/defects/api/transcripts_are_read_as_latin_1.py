"""A transcript is read in another encoding than it has: `ö` becomes `Ã¶`."""

NOTICED_BY = "Transcription Is All That Was Said"
MENTIONS = "Â°"


def apply() -> None:
    """Decode it as Latin-1."""
    from dataclasses import replace

    from manuel_sandbox.domain.speech import Transcriber

    get_transcript = Transcriber._get_transcript

    def misread_transcript(self, url):
        transcript = get_transcript(self, url)
        return replace(transcript, text=transcript.text.encode().decode("latin-1"))

    Transcriber._get_transcript = misread_transcript
