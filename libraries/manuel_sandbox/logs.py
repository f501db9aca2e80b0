"""The log: one JSON object per line, on standard error."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from manuel_sandbox.aws.invocation import current_invocation

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonFormatter(logging.Formatter):
    """Formats a record with the ids of its request and with everything in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        current = current_invocation()
        entry: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": current.request_id,
            "trace_id": current.trace_id,
        }
        entry |= {name: value for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str, ensure_ascii=False)


def configure_logging(level: str, *, stream: TextIO | None = None) -> None:
    """Write the log of the backend.

    Args:
        level: `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`. Messages of libraries are written from `WARNING` on, so that no
            body and no header of a request gets into the log.
        stream: Where to; by default to standard error.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for package in ("manuel_sandbox", "api_gateway"):
        logging.getLogger(package).setLevel(level)
