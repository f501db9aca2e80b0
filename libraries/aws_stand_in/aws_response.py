"""A response on its way through the front, and the errors that become one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType


@dataclass(slots=True)
class AwsResponse:
    """Status, headers and body. A body that is an iterator is streamed."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | Iterator[bytes] = b""

    @property
    def status_line(self) -> str:
        """The status in WSGI's form: `404 Not Found`."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return f"{self.status} Unknown"

    @property
    def chunks(self) -> Iterable[bytes]:
        """The body in WSGI's form."""
        return [self.body] if isinstance(self.body, bytes) else self.body

    def content(self) -> bytes:
        """Return the whole body, also of one that is streamed, which nothing else may have read."""
        self.body = b"".join(self.chunks)
        return self.body


class AwsError(Exception):
    """An error that a service of AWS would return.

    Args:
        code: The service's error code, such as `ConflictException`.
        message: The message in the words of AWS.
        status: The HTTP status; None takes it from the service's model, or 400 if the model has none.
        members: What the error carries beside its message, named as in the service's model.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        members: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.members = members


class NotImitatedError(AwsError):
    """Neither moto nor an overlay can answer: status 501, so that no test mistakes silence for success."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(
            "NotImplemented",
            f"The AWS stand-in does not imitate {what}. {advice}".rstrip(),
            status=HTTPStatus.NOT_IMPLEMENTED,
        )


class MotoFailedError(NotImitatedError):
    """Moto has the operation, but raised an exception at this request."""

    def __init__(self, what: str, error: Exception) -> None:
        super().__init__(
            f"{what} with these parameters", f"Moto failed at them: {type(error).__name__}: {error}."
        )
