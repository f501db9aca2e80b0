"""The recording of a spoken question stays if the question is refused for what was said, such as nothing."""

NOTICED_BY = "Recording Is Deleted If What Was Said Is Refused"


def apply() -> None:
    """Delete it once its question has been accepted, or could not be transcribed."""
    from contextlib import contextmanager
    from contextvars import ContextVar

    from manuel_sandbox.domain.speech import Transcriber
    from manuel_sandbox.handlers.query import Query

    stored, spoken = Transcriber._stored, Query._spoken
    deletions = ContextVar("deletions", default=None)

    @contextmanager
    def stored_for_question(self, key, content):
        if deletions.get() is None:
            with stored(self, key, content):
                yield
            return

        def delete():
            self._clean_up(
                lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
            )

        try:
            self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
            yield
        except BaseException:
            delete()
            raise
        deletions.get().append(delete)

    def spoken_and_deleted(self, user_id, recording):
        token = deletions.set([])
        try:
            transcript = spoken(self, user_id, recording)
            for delete in deletions.get():
                delete()
            return transcript
        finally:
            deletions.reset(token)

    Transcriber._stored, Query._spoken = stored_for_question, spoken_and_deleted
