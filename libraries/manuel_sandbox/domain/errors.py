"""The reasons why a request is rejected or fails because of what it contains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A problem with one field of a request."""

    field: str
    message: str


class RequestError(Exception):
    """The request can't be processed; the message is for the person who has sent it.

    Attributes:
        status: The HTTP status.
        error_type: The code for programs.
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
    """Fields are missing, unknown or not valid."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__(
            "; ".join(f"{problem.field}: {problem.message}" for problem in problems), problems=problems
        )


class MaliciousInputError(InvalidFieldError):
    """A field contains something that is found only in attacks."""

    error_type = "malicious_input"


class UnsupportedVersionError(InvalidFieldError):
    """The API does not have this version."""

    error_type = "unsupported_version"


class IdempotencyKeyReusedError(InvalidFieldError):
    """The idempotency key has been used with another file."""

    error_type = "idempotency_key_reused"


class UrlNotAllowedError(InvalidFieldError):
    """The server must not fetch from this address."""

    error_type = "url_not_allowed"


class DownloadFailedError(InvalidFieldError):
    """No file can be fetched from the address."""

    error_type = "download_failed"


class ForbiddenError(RequestError):
    """The sender is known, but not allowed to do this."""

    status = 403
    error_type = "forbidden"


class NotFoundError(RequestError):
    """The sender has nothing with this id."""

    status = 404
    error_type = "not_found"


class PayloadTooLargeError(RequestError):
    """A file is larger than the limit."""

    status = 413
    error_type = "payload_too_large"


class UnsupportedMediaTypeError(RequestError):
    """The body is not JSON, or the type of a file is not allowed."""

    status = 415
    error_type = "unsupported_media_type"


class RateLimitExceededError(RequestError):
    """The sender has sent too many requests in a short time."""

    status = 429
    error_type = "rate_limit_exceeded"


class QuotaExceededError(RequestError):
    """The sender has used up a quota."""

    status = 429
    error_type = "quota_exceeded"


class DownloadTimeoutError(RequestError):
    """The server at the address does not respond in time."""

    status = 504
    error_type = "dependency_timeout"
