"""All jobs of a list have the file name of the first."""

NOTICED_BY = "Each Listed Job Matches The Job Itself"
MENTIONS = "file_name"


def apply() -> None:
    """Repeat it."""
    from manuel_sandbox.handlers.ingestion import GetIngestionStatus

    answer = GetIngestionStatus.__call__

    def answer_alike(self, request):
        response = answer(self, request)
        for job in response.body["jobs"]:
            job["file_name"] = response.body["jobs"][0]["file_name"]
        return response

    GetIngestionStatus.__call__ = answer_alike
