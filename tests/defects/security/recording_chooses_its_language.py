"""A transcription accepts a parameter of the underlying service, and passes it on."""

NOTICED_BY = "Transcription Sets Only The Recording"
MENTIONS = "Got 503"


def apply() -> None:
    """Pass on `language_code`."""
    from manuel_sandbox.domain import speech
    from manuel_sandbox.handlers import transcribe

    class BodyWithLanguage(transcribe.TranscribeBody):
        language_code: str = "en-US"

    answer = transcribe.Transcribe.__call__

    def transcribe_in(self, request):
        speech.LANGUAGE = request.json(BodyWithLanguage).language_code
        return answer(self, request)

    transcribe.TranscribeBody, transcribe.Transcribe.__call__ = BodyWithLanguage, transcribe_in
