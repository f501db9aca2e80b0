"""An address that must not be fetched is logged as an attack, with its query."""

NOTICED_BY = "Secrets In The Address Of What Is No Manual Are Not In The Log"
MENTIONS = "Expected a log without signature"


def apply() -> None:
    """Log it when it is refused."""
    import logging

    from manuel_sandbox.domain.errors import UrlNotAllowedError
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    target = SafeFetcher._target
    logger = logging.getLogger("manuel_sandbox.domain.safe_fetch")

    def target_or_warning(self, url):
        try:
            return target(self, url)
        except UrlNotAllowedError:
            logger.warning("Somebody wants %s to be fetched", url)
            raise

    SafeFetcher._target = target_or_warning
