"""Why a request is not answered as it was meant to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a request."""

    field: str
    message: str


class RequestError(Exception):
    """The request can't be answered; the message is for the person who sent it.

    Attributes:
        status: HTTP status.
        error_type: Code for programs.
    """

    status: ClassVar[int] = 400
    error_type: ClassVar[str] = "validation_error"

    def __init__(
        self,
        message: str,
        *,
        problems: Sequence[FieldProblem] = (),
        retry_after: int | None = None,
        usage_info: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.problems = problems
        self.retry_after = retry_after
        self.usage_info = usage_info


class InvalidJsonError(RequestError):
    """The body is not a JSON object."""

    error_type = "invalid_json"


class InvalidFieldError(RequestError):
    """Fields are missing, superfluous, or not as documented."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__(
            "; ".join(f"{problem.field}: {problem.message}" for problem in problems), problems=problems
        )


class MaliciousInputError(InvalidFieldError):
    """A field has what only an attack has."""

    error_type = "malicious_input"


class UnsupportedVersionError(InvalidFieldError):
    """There is no such version of the API."""

    error_type = "unsupported_version"


class IdempotencyKeyReusedError(InvalidFieldError):
    """The same key came with another file."""

    error_type = "idempotency_key_reused"


class UrlNotAllowedError(InvalidFieldError):
    """The server does not fetch from this address."""

    error_type = "url_not_allowed"


class DownloadFailedError(InvalidFieldError):
    """The address does not give a file."""

    error_type = "download_failed"


class ForbiddenError(RequestError):
    """The sender is known, and may not do this."""

    status = 403
    error_type = "forbidden"


class NotFoundError(RequestError):
    """There is nothing of the sender's with this id."""

    status = 404
    error_type = "not_found"


class PayloadTooLargeError(RequestError):
    """A file is over the limit."""

    status = 413
    error_type = "payload_too_large"


class UnsupportedMediaTypeError(RequestError):
    """The body is not JSON, or a file is of a type that is not allowed."""

    status = 415
    error_type = "unsupported_media_type"


class RateLimitExceededError(RequestError):
    """The sender asks too often."""

    status = 429
    error_type = "rate_limit_exceeded"


class QuotaExceededError(RequestError):
    """The sender has used up a quota."""

    status = 429
    error_type = "quota_exceeded"


class DownloadTimeoutError(RequestError):
    """The address does not answer in time."""

    status = 504
    error_type = "dependency_timeout"
