"""What is logged while a queue or stream can't be read."""

import logging

logger = logging.getLogger(__name__)


class ReadingFailures:
    """Logs each failure once, until the source has been read or fails in another way.

    Args:
        source_arn: The queue or stream.
    """

    def __init__(self, source_arn: str) -> None:
        self._source_arn = source_arn
        self._logged: str | None = None

    def note(self, error: Exception) -> None:
        """Log that the source can't be read, unless already logged."""
        self._log(error)

    def note_unexpected(self, error: Exception) -> None:
        """Log with its traceback why the source can't be read, unless already logged."""
        self._log(error, traceback_of=error)

    def _log(self, error: Exception, traceback_of: Exception | None = None) -> None:
        if self._logged != (reason := str(error)):
            logger.warning("%s can't be read at present: %s", self._source_arn, reason, exc_info=traceback_of)
        self._logged = reason

    def end(self) -> None:
        """Log the next failure whatever it is, since the source has been read."""
        self._logged = None
