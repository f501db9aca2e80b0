"""An HTTP response on its way through the front, and the errors that become one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(slots=True)
class AwsResponse:
    """Status, headers and body; an iterator as body is streamed."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | Iterator[bytes] = b""

    @property
    def status_line(self) -> str:
        """For WSGI: `404 Not Found`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return f"{self.status} Unknown"


class AwsError(Exception):
    """An error as the AWS service would answer it.

    Args:
        code: Error code of the service, for instance `ConflictException`.
        message: Text for people, as AWS words it.
        status: HTTP status; None takes it from the service's model, which is 400 where the model is silent.
    """

    def __init__(self, code: str, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class NotImitatedError(AwsError):
    """Neither moto nor an overlay can answer this: 501, so that no test takes silence for success."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(
            "NotImplemented",
            f"MockAWS does not imitate {what}. {advice}".rstrip(),
            status=HTTPStatus.NOT_IMPLEMENTED,
        )
