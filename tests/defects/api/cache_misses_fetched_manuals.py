"""Answers from before a manual was fetched are returned after it was fetched."""

NOTICED_BY = "Fetched Manual Is Used At Once"


def apply() -> None:
    """Let only uploads and deletions change the state of the library."""
    from manuel_sandbox.domain.library import Library, _state_key
    from manuel_sandbox.handlers.manuals import DownloadManual

    fetch, record_job = DownloadManual.__call__, Library.record_job
    fetched = set()

    def take_back(library, owner):
        library._table.update(_state_key(owner), "ADD changes :less", {"less": -1})

    def fetch_unnoticed(self, request):
        response = fetch(self, request)
        fetched.add(response.body["manual_id"])
        take_back(self._submission._library, request.user_id)
        return response

    def record_unnoticed(self, manual, job):
        changed = record_job(self, manual, job)
        if manual.manual_id in fetched and changed.status == "ready":
            take_back(self, manual.owner)
        return changed

    DownloadManual.__call__, Library.record_job = fetch_unnoticed, record_unnoticed
