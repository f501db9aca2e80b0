"""A switch for tests lets the server fetch from private addresses, and anybody can use it."""

NOTICED_BY = "Fetch Sets Only The Address And The Name"


def apply() -> None:
    """Take `allow_private` from the body."""
    import copy
    from typing import Any

    from manuel_sandbox.handlers import manuals

    class BodyWithSwitch(manuals.DownloadBody):
        allow_private: Any = False

    download = manuals.DownloadManual.__call__

    def download_from_anywhere(self, request):
        own = copy.copy(self)
        if request.json(BodyWithSwitch).allow_private:
            own._fetcher = copy.copy(self._fetcher)
            own._fetcher._public_address = lambda host, port: self._fetcher._network.resolve(host, port)[0]
        return download(own, request)

    manuals.DownloadBody, manuals.DownloadManual.__call__ = BodyWithSwitch, download_from_anywhere
