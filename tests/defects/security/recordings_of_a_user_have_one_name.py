"""The recordings of a user are stored under one name, so that two at the same time overwrite each other."""

NOTICED_BY = "Concurrent Recordings Of A User Are Not Mixed Up"


def apply() -> None:
    """Name them after their user."""
    from pathlib import PurePosixPath

    from manuel_sandbox.domain.speech import Transcriber

    stored, start = Transcriber._stored, Transcriber._start

    def shared(key):
        return str(PurePosixPath(key).with_stem("recording"))

    Transcriber._stored = lambda self, key, content: stored(self, shared(key), content)
    Transcriber._start = lambda self, name, key, media_format: start(self, name, shared(key), media_format)
