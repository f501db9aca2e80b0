"""A recording is stored under the name that the client gives it, so that two of the same name at a time are mixed up."""

NOTICED_BY = "Concurrent Recordings Of The Same Name Are Not Mixed Up"


def apply() -> None:
    """Use that name in the key."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.speech import Transcriber
    from manuel_sandbox.handlers import transcribe

    answer, stored, start = transcribe.Transcribe.__call__, Transcriber._stored, Transcriber._start
    given_name = ContextVar("given_name", default="")

    def answer_and_remember(self, request):
        body = request.json(transcribe.TranscribeBody)
        given_name.set(body.filename if "filename" in body.model_fields_set else "")
        return answer(self, request)

    def named(key):
        folder, _, own = key.rpartition("/")
        return f"{folder}/{given_name.get() or own}"

    transcribe.Transcribe.__call__ = answer_and_remember
    Transcriber._stored = lambda self, key, content: stored(self, named(key), content)
    Transcriber._start = lambda self, name, key, media_format: start(self, name, named(key), media_format)
