"""What has to hold of an object for a request to be served.

Source: Amazon S3 User Guide, "Add preconditions to S3 operations with conditional requests".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    header_not_implemented,
    no_such_key,
    precondition_failed,
)
from aws_stand_in.overlays.s3.objects import find_version

if TYPE_CHECKING:
    from moto.s3.models import FakeKey

_COPY = "x-amz-copy-source-"


def is_unmodified(fields: Mapping[str, str], found: "FakeKey", now: float) -> bool:
    """Tell whether the caller has an object already.

    Raises:
        S3Error: A precondition does not hold.
    """
    none_match = fields.get("if-none-match")
    if "if-match" in fields:
        if not _matches(fields["if-match"], found):
            raise precondition_failed("If-Match")
    elif _changed_after(fields.get("if-unmodified-since"), found):
        raise precondition_failed("If-Unmodified-Since")
    if none_match:
        return _matches(none_match, found)
    return _unchanged_since(fields.get("if-modified-since"), found, now)


def check_source(fields: Mapping[str, str], found: "FakeKey", now: float) -> None:
    """Refuse to copy an object of which the preconditions do not hold."""
    wanted = {name.removeprefix(_COPY): value for name, value in fields.items() if name.startswith(_COPY)}
    if "if-match" in wanted:
        if not _matches(wanted["if-match"], found):
            raise precondition_failed("x-amz-copy-source-If-Match")
    elif _changed_after(wanted.get("if-unmodified-since"), found):
        raise precondition_failed("x-amz-copy-source-If-Unmodified-Since")
    if wanted.get("if-none-match"):
        if _matches(wanted["if-none-match"], found):
            raise precondition_failed("x-amz-copy-source-If-None-Match")
    elif _unchanged_since(wanted.get("if-modified-since"), found, now):
        raise precondition_failed("x-amz-copy-source-If-Modified-Since")


def check_write(call: S3Call) -> None:
    """Refuse to write an object that may not be overwritten, or that is another one than expected."""
    match, none_match = call.headers.get("if-match"), call.headers.get("if-none-match")
    if match is None and none_match is None:
        return
    if match is not None and none_match is not None:
        raise header_not_implemented(
            "If-Match,If-None-Match", "Multiple conditional request headers present in the request"
        )
    found = current_object(call)
    if none_match is not None:
        _check_nothing_there(none_match, found)
    else:
        _check_expected(match or "", found, call.key)


def _check_nothing_there(none_match: str, found: "FakeKey | None") -> None:
    if none_match != "*":
        raise header_not_implemented(
            "If-None-Match", "We don't accept the provided value of If-None-Match header for this API"
        )
    if found is not None:
        raise precondition_failed("If-None-Match")


def _check_expected(match: str, found: "FakeKey | None", key: str) -> None:
    if match == "*":
        raise header_not_implemented(
            "If-Match", "We don't accept the provided value of If-Match header for this API"
        )
    if found is None:
        raise no_such_key(key)
    if not _matches(match, found):
        raise precondition_failed("If-Match")


def check_unchanged(call: S3Call, preceding: "FakeKey | None") -> None:
    """Refuse a conditional end of an upload if its key has got another object since the beginning, or lost one.

    Source: LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS.
    """
    for condition, is_met in (
        ("If-Match", current_object(call) is preceding),
        ("If-None-Match", preceding is None),
    ):
        if condition.lower() in call.headers and not is_met:
            raise S3Error(
                "ConditionalRequestConflict",
                "The conditional request cannot succeed due to a conflicting operation against this resource.",
                status=409,
                Condition=condition,
                Key=call.key,
            )


def check_removal(call: S3Call, name: str, etag: str | None) -> None:
    """Refuse to delete an object that is another one than expected."""
    if etag is None:
        return
    found = current_object(call, name)
    if found is None:
        raise no_such_key(name)
    if not _matches(etag, found):
        raise precondition_failed("If-Match")


def current_object(call: S3Call, name: str | None = None) -> "FakeKey | None":
    """Return the object that has a key now; None if none has."""
    from moto.s3.models import FakeKey

    found = find_version(call.bucket, call.key if name is None else name, None)
    return found if isinstance(found, FakeKey) else None


def _matches(tags: str, found: "FakeKey") -> bool:
    wanted = {tag.strip().removeprefix("W/").strip('"') for tag in tags.split(",")}
    return "*" in wanted or found.etag.strip('"') in wanted


def _changed_after(text: str | None, found: "FakeKey") -> bool:
    since = _moment(text)
    return since is not None and _modified(found) > since


def _unchanged_since(text: str | None, found: "FakeKey", now: float) -> bool:
    since = _moment(text)
    return since is not None and since.timestamp() <= now and _modified(found) <= since


def _modified(found: "FakeKey") -> datetime:
    return found.last_modified.replace(microsecond=0, tzinfo=UTC)


def _moment(text: str | None) -> datetime | None:
    """Return the time that a header states; None if it states none, which S3 ignores."""
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
