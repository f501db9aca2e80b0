"""The response to a fetch has the size that the file would have in base64."""

NOTICED_BY = "Manual Is Fetched From A Website"
MENTIONS = "size"


def apply() -> None:
    """Encode it first."""
    from manuel_sandbox.handlers.manuals import DownloadManual

    answer = DownloadManual.__call__

    def with_other_size(self, request):
        response = answer(self, request)
        response.body["size"] = -(-response.body["size"] // 3) * 4
        return response

    DownloadManual.__call__ = with_other_size
