"""The address of a file that is too large or no PDF is logged as the user has sent it."""

NOTICED_BY = "Secrets In The Address Of What Is No Manual Are Not In The Log"
MENTIONS = "Expected a log without signature"


def apply() -> None:
    """Log it when the file is refused."""
    import json
    import logging

    from manuel_sandbox.domain.errors import InvalidFieldError, PayloadTooLargeError
    from manuel_sandbox.handlers.manuals import DownloadManual

    call = DownloadManual.__call__
    logger = logging.getLogger("manuel_sandbox.handlers.manuals")

    def call_and_log(self, request):
        try:
            return call(self, request)
        except (PayloadTooLargeError, InvalidFieldError) as error:
            if type(error) in (PayloadTooLargeError, InvalidFieldError):
                logger.info("Refused %s: %s", json.loads(request.body or b"{}").get("url"), error)
            raise

    DownloadManual.__call__ = call_and_log
