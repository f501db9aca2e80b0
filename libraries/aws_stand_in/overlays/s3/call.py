"""A request to S3: the bucket and the object that it is about, its headers, its query and its body."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from aws_stand_in import wire
from aws_stand_in.accounts import access_key_of
from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    access_denied,
    invalid_argument,
    malformed_xml,
    no_such_bucket,
)
from aws_stand_in.overlays.s3.numbers import INTEGER
from aws_stand_in.overlays.s3.signatures import SecretKeys
from fault_engine.identification import raw_target, read_body
from loopback_server.environ_keys import SENT_HEADERS

if TYPE_CHECKING:
    from moto.core.request import Request
    from moto.s3.models import FakeBucket, S3Backend

LONGEST_KEY = 1024
_LARGEST_INTEGER = 2**31 - 1
_ACCOUNT_ID = re.compile(r"\w{12}")


class S3Call:
    """A request to S3.

    Args:
        request: The request.
        now: Epoch seconds.
        secrets: The secret keys that are known.

    Attributes:
        aws: The request.
        now: Epoch seconds.
        secrets: The secret keys that are known.
        headers: The headers, names in lower case.
        query: The parameters of the URL.
        bucket_name: The name of the bucket; empty if the request names none.
        key: The key of the object; empty if it is about the bucket.
        body: The content that was sent, without the framing of a stream.
        trailers: What followed the content, names in lower case.
    """

    def __init__(self, request: AwsRequest, now: float, secrets: SecretKeys) -> None:
        self.aws = request
        self.now = now
        self.secrets = secrets
        self.headers = headers_of(request.http)
        path, _ = raw_target(request.http.environ)
        query = request.http.environ.get("QUERY_STRING", "")
        self.query: dict[str, str] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
        self.bucket_name, _, self.key = _decode(path.removeprefix("/")).partition("/")
        self.body: bytes = read_body(request.http.environ)
        self.trailers: Mapping[str, str] = {}

    @property
    def method(self) -> str:
        """The method of HTTP."""
        return str(self.aws.http.method)

    @property
    def moment(self) -> datetime:
        """The time of the request, in whole seconds, as moto keeps it."""
        return datetime.fromtimestamp(int(self.now), UTC).replace(tzinfo=None)

    @cached_property
    def backend(self) -> "S3Backend":
        """What moto keeps for the account."""
        from moto.s3.models import s3_backends
        from moto.utilities.utils import get_partition

        return s3_backends[self.aws.account_id][get_partition(self.aws.region)]

    @cached_property
    def bucket(self) -> "FakeBucket":
        """The bucket.

        Raises:
            S3Error: There is none of this name, or it is not this owner's.
        """
        expected = self.fields.get("x-amz-expected-bucket-owner")
        if expected and not _ACCOUNT_ID.fullmatch(expected):
            raise S3Error(
                "InvalidBucketOwnerAWSAccountID",
                f"The value of the expected bucket owner parameter must be an AWS Account ID... [{expected}]",
            )
        found = self.bucket_named(self.bucket_name)
        if expected and expected != self.aws.account_id:
            raise access_denied()
        return found

    def require_bucket(self) -> None:
        """Refuse a request for a bucket that does not exist, or that is not this owner's."""
        _ = self.bucket

    def bucket_named(self, name: str) -> "FakeBucket":
        """Return a bucket of the account."""
        found = self.backend.buckets.get(name) or self.backend.table_buckets.get(name)
        if found is None:
            raise no_such_bucket(name)
        return found

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The headers, by names in lower case, and those that a presigned URL has in its query."""
        hoisted = {
            name.lower(): value for name, value in self.query.items() if name.lower().startswith("x-amz-")
        }
        return {**hoisted, **self.headers}

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the operation, as boto3 takes them.

        Raises:
            S3Error: The body is not what the operation takes.
        """
        from moto.core.parse import RequestParserError

        try:
            return self.aws.parameters
        except (RequestParserError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise malformed_xml() from error

    @cached_property
    def is_signed(self) -> bool:
        """Whether the request names who sends it."""
        return access_key_of(self.aws.http.environ) is not None

    def number(self, name: str, default: int, argument: str | None = None) -> int:
        """Return a number of the query that is not negative.

        Args:
            name: Its name in the query.
            default: The number without it.
            argument: What AWS calls it; None for its name.
        """
        return _not_negative(self.query.get(name, ""), default, name, argument or name)

    def number_of_header(self, name: str, default: int) -> int:
        """Return a number of a header that is not negative, or a default without the header."""
        return _not_negative(self.headers.get(name, ""), default, name, name)

    def respond(self, result: Mapping[str, Any], **headers: str) -> AwsResponse:
        """Return a result as the operation returns it."""
        response = wire.serialize_result(dict(result), "s3", self.aws.operation, None)
        response.headers.update(headers)
        return response

    def check_key(self) -> None:
        """Refuse a key that is too long."""
        size = len(self.key.encode())
        if size > LONGEST_KEY:
            raise S3Error("KeyTooLongError", "Your key is too long", Size=size, MaxSizeAllowed=LONGEST_KEY)


def headers_of(request: "Request") -> dict[str, str]:
    """Return the headers of a request, names in lower case; the values of those that were sent repeatedly are joined."""
    found: dict[str, str] = {}
    for name, value in request.environ.get(SENT_HEADERS) or request.headers.items():
        key = name.lower()
        found[key] = f"{found[key]},{value}" if key in found else value
    return found


def _not_negative(text: str, default: int, name: str, argument: str) -> int:
    if not text:
        return default
    if not INTEGER.fullmatch(text) or int(text) > _LARGEST_INTEGER:
        raise invalid_argument(f"Provided {name} not an integer or within integer range", name, text)
    if int(text) < 0:
        raise invalid_argument(
            f"Argument {argument} must be an integer between 0 and {_LARGEST_INTEGER}", argument, text
        )
    return int(text)


def _decode(path: str) -> str:
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        raise S3Error("InvalidURI", "Couldn't parse the specified URI.", URI=path) from None
