"""A transcript that S3 does not send is waited for until the gateway gives up."""

NOTICED_BY = "Hanging Call Of Every Dependency Is Retried"
MENTIONS = "504"


def apply() -> None:
    """Wait for it for a minute."""
    from manuel_sandbox.domain.speech import Transcriber

    get_transcript = Transcriber._get_transcript

    def get_patiently(self, url):
        self._read_timeout_seconds = 60
        return get_transcript(self, url)

    Transcriber._get_transcript = get_patiently
