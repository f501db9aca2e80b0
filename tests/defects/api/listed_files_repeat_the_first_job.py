"""All files of a list name the job of the first."""

NOTICED_BY = "Each File Is Listed With Its Own Job"
MENTIONS = "manual_id"


def apply() -> None:
    """Repeat it."""
    from manuel_sandbox.handlers.ingestion import ListIngestionFiles

    answer = ListIngestionFiles.__call__

    def answer_alike(self, request):
        response = answer(self, request)
        for file in response.body["files"]:
            file["job_id"] = response.body["files"][0]["job_id"]
        return response

    ListIngestionFiles.__call__ = answer_alike
