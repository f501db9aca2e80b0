"""`s3`: presigned URLs and upload forms that expire, and the transcripts in the transcription service's bucket.

Imitated: expiry of presigned URLs (signature versions 4 and 2) and their maximum of a week, expiry of browser
upload policies, and the conditions of such policies, content length included.

Not imitated: signatures are not verified, because any secret key goes with any account; bucket policies and IAM
are not evaluated. Everything else is moto's.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse

SERVICE = "s3"
LONGEST_PRESIGNED_SECONDS = 7 * 24 * 3600
_CONDITION_PARTS = 3
_FIELDS_NEVER_CHECKED = ("file", "policy", "x-amz-signature", "signature", "awsaccesskeyid")


class S3Overlay(Overlay):
    """Checks what moto does not, then lets moto answer.

    Args:
        clock: Epoch seconds.
        find_transcript: Returns the object at a path in the transcription service's bucket; None for any other path.
    """

    def __init__(
        self, clock: Callable[[], float], find_transcript: Callable[[str, str], AwsResponse | None]
    ) -> None:
        self._clock = clock
        self._find_transcript = find_transcript

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "PostObject"): self.post_object,
            (SERVICE, "GetObject"): self.get_object,
            (SERVICE, "*"): self.anything_else,
        }

    def get_object(self, request: AwsRequest) -> AwsResponse:
        """Return a transcript, or let moto answer."""
        transcript = self._find_transcript(request.http.path, request.account_id)
        return transcript or self.anything_else(request)

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Refuse an expired presigned URL, else let moto answer."""
        expires_at = _presigned_until(request.http.args)
        if expires_at is not None and self._clock() > expires_at:
            raise AwsError("AccessDenied", "Request has expired", status=403)
        return request.pass_on()

    def post_object(self, request: AwsRequest) -> AwsResponse:
        """Refuse an upload form that its policy does not allow, else let moto answer."""
        form = {name.lower(): value for name, value in request.http.form.items()}
        if "policy" in form:
            uploaded = request.http.files.get("file")
            size = len(uploaded.stream.read()) if uploaded else len(form.get("file", ""))
            if uploaded:
                uploaded.stream.seek(0)
            self._check_policy(form, size, request.http.path.strip("/"))
        return request.pass_on()

    def _check_policy(self, form: Mapping[str, str], size: int, bucket: str) -> None:
        try:
            policy = json.loads(base64.b64decode(form["policy"]))
            expires_at = _parse_iso(policy["expiration"])
            conditions = policy["conditions"]
        except (ValueError, KeyError, TypeError) as error:
            raise AwsError(
                "InvalidPolicyDocument", "The content of the form does not meet the policy.", status=400
            ) from error
        if self._clock() > expires_at:
            raise _policy_violation("Policy expired.")
        for condition in conditions:
            _check_condition(condition, {**form, "bucket": bucket}, size)


def _check_condition(condition: Any, form: Mapping[str, str], size: int) -> None:
    if isinstance(condition, dict):
        for name, value in condition.items():
            _check_field("eq", f"${name}", value, form)
        return
    operator, left, right = condition if len(condition) == _CONDITION_PARTS else ("", "", "")
    if operator == "content-length-range":
        _check_size(size, int(left), int(right))
    else:
        _check_field(operator, left, right, form)


def _check_size(size: int, smallest: int, largest: int) -> None:
    if size > largest:
        raise AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", status=400)
    if size < smallest:
        raise AwsError(
            "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", status=400
        )


def _check_field(operator: str, name: str, wanted: str, form: Mapping[str, str]) -> None:
    field = name.removeprefix("$").lower()
    if field in _FIELDS_NEVER_CHECKED:
        return
    held = form.get(field, "")
    met = held.startswith(wanted) if operator == "starts-with" else held == wanted
    if not met:
        raise _policy_violation(f'Policy Condition failed: ["{operator}", "{name}", "{wanted}"]')


def _policy_violation(reason: str) -> AwsError:
    return AwsError("AccessDenied", f"Invalid according to Policy: {reason}", status=403)


def _presigned_until(query: Mapping[str, str]) -> float | None:
    if "X-Amz-Expires" in query and "X-Amz-Date" in query:
        return _signed_at(query["X-Amz-Date"]) + _lifetime_seconds(query["X-Amz-Expires"])
    if "Expires" in query and "Signature" in query:
        return _whole(
            query["Expires"],
            AwsError("AccessDenied", "Invalid date (should be seconds since epoch)", status=403),
        )
    return None


def _signed_at(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise _wrong_query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"") from None


def _lifetime_seconds(text: str) -> int:
    seconds = _whole(text, _wrong_query("X-Amz-Expires should be a number"))
    if seconds > LONGEST_PRESIGNED_SECONDS:
        raise _wrong_query(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
            f"{LONGEST_PRESIGNED_SECONDS} seconds"
        )
    return seconds


def _whole(text: str, refusal: AwsError) -> int:
    try:
        return int(text)
    except ValueError:
        raise refusal from None


def _wrong_query(message: str) -> AwsError:
    return AwsError("AuthorizationQueryParametersError", message, status=400)


def _parse_iso(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
