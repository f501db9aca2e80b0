"""All manuals of a list have the upload time of the first."""

NOTICED_BY = "Each Listed Manual Matches The Manual Itself"
MENTIONS = "upload_date"


def apply() -> None:
    """Repeat it."""
    from manuel_sandbox.handlers.manuals import ListManuals

    answer = ListManuals.__call__

    def answer_alike(self, request):
        response = answer(self, request)
        for manual in response.body["manuals"]:
            manual["upload_date"] = response.body["manuals"][0]["upload_date"]
        return response

    ListManuals.__call__ = answer_alike
