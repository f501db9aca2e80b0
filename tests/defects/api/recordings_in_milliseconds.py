"""The length of a recording is shown in milliseconds."""

NOTICED_BY = "Transcription Says How Long The Recording Is"


def apply() -> None:
    """Multiply by a thousand, at the same price."""
    from manuel_sandbox.domain import costs

    costs.EUR_PER_AUDIO_SECOND /= 1000
    from dataclasses import replace

    from manuel_sandbox.domain.speech import Transcriber

    get = Transcriber._get_transcript

    def in_milliseconds(self, url):
        transcript = get(self, url)
        return replace(transcript, audio_seconds=transcript.audio_seconds * 1000)

    Transcriber._get_transcript = in_milliseconds
