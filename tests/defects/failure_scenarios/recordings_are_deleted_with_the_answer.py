"""The recording of a spoken question is deleted when the answer is there: it stays if the model fails."""

NOTICED_BY = "Spoken Question That The Model Does Not Answer Is Not Charged"


def apply() -> None:
    """Delete it when the request is confirmed, or at once if it could not be transcribed."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.quota import Reservation
    from manuel_sandbox.domain.speech import Transcriber

    confirm = Reservation.confirm
    deletions = {}

    @contextmanager
    def stored(self, key, content):
        def delete():
            self._clean_up(
                lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
            )

        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        try:
            yield
        except BaseException:
            delete()
            raise
        deletions.setdefault(key.split("/")[1], []).append(delete)

    def confirm_and_delete(self, cost):
        for delete in deletions.pop(self.user_id, ()):
            delete()
        return confirm(self, cost)

    Transcriber._stored, Reservation.confirm = stored, confirm_and_delete
