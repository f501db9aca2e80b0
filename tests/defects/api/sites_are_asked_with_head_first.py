"""Before a file is fetched, the site is asked with `HEAD` whether it is there, which signed links do not permit."""

NOTICED_BY = "Signed Link Is Fetched"
MENTIONS = "download_failed"


def apply() -> None:
    """Ask first."""
    import http.client
    import threading

    from manuel_sandbox.domain.errors import DownloadFailedError, FieldProblem
    from manuel_sandbox.domain.safe_fetch import FIELD, OK, REDIRECTS, SafeFetcher

    request = SafeFetcher._request

    def request_if_it_is_there(self, target, ends):
        try:
            with self._connection(target, ends, threading.Event()) as connection:
                connection.request("HEAD", target.path, headers={"Host": target.authority})
                status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            status = OK
        if status not in {OK, *REDIRECTS}:
            raise DownloadFailedError(FieldProblem(FIELD, "there is no file at this address"))
        return request(self, target, ends)

    SafeFetcher._request = request_if_it_is_there
