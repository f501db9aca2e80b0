"""The URL that a redirect leads to is logged, with whatever secret it has."""

NOTICED_BY = "Secrets In The Address Of A Manual Are Not In The Log"


def apply() -> None:
    """Log where it goes on."""
    import logging

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    logger = logging.getLogger("manuel_sandbox.domain.safe_fetch")
    read = SafeFetcher._read

    def read_and_log(self, target, response):
        answer = read(self, target, response)
        if isinstance(answer, str):
            logger.info("Redirected to %s", answer)
        return answer

    SafeFetcher._read = read_and_log
