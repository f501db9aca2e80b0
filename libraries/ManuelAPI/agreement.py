"""Parts of a response that have to agree with each other, or with the request: an OpenAPI document can't say so."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urljoin, urlsplit

from robot.api.types import Secret

from cause_register.rules import HEADER, OTHER_USER, QUOTA_STATUS, UNSUPPORTED_VERSION
from ManuelAPI.failures import TRACE_ID
from ManuelAPI.json_bodies import object_of
from ManuelAPI.quota_reset_times import wrong_reset_times
from ManuelAPI.request_ids import REQUEST_ID
from ManuelAPI.violations import Violation
from ManuelAuth.tokens import read_claims

if TYPE_CHECKING:
    from requests import Response

LOCATION = "Location"
QUOTA_STATUSES = ((100, "EXCEEDED"), (90, "CRITICAL"), (75, "WARNING"), (50, "MODERATE"), (0, "OK"))
"""From which percentage on a quota has which status."""
HEALTHY = "healthy"
HEALTH_STATUSES = (HEALTHY, "degraded", "unhealthy")
AGREEMENT, VERSION = "agreement", "version"
RETRY_AFTER, API_VERSION, SUPPORTED_VERSIONS = "Retry-After", "API-Version", "Supported-Versions"
TRACE_ROOT = re.compile(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}")


def disagreements(response: "Response") -> list[Violation]:
    """Return where a response contradicts itself, or is not that to its request.

    An error of the backend has the same retry time and request id in its body as in its headers, and names a version; the version
    of a response is a supported one, as is the requested one; the trace is that of the request, and the user that of its token;
    an open breaker lets a call through when its timeout has passed; `Location` points to the new manual; a service is as healthy
    as its checks; the status of the quotas is that of the one that is used most; and a quota ends at midnight UTC.
    """
    body = object_of(response)
    return [
        *_members_unlike_headers(response.headers, body),
        *_error_without_version(response.headers, body),
        *_unsupported_version(response.headers),
        *_served_without_version(response),
        *_other_trace(response),
        *_other_user(response, body),
        *_breakers_open_for_too_long(body),
        *_location_of_another(response, body),
        *_health_unlike_its_checks(body),
        *_status_of_other_numbers(body),
        *wrong_reset_times(body),
    ]


def _members_unlike_headers(headers: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[Violation]:
    if "error_type" not in body:
        return
    expected = {"request_id": REQUEST_ID} if "request_id" in body else {}  # the schema tells if it is missing
    for member, header in (expected | {"retry_after": RETRY_AFTER}).items():
        if header in headers and str(body.get(member)) != headers[header]:
            message = f"{member} is {body.get(member, 'missing')}, but header {header} is {headers[header]}"
            yield Violation(message, f"`{member}` is not what header `{header}` says", member, AGREEMENT)


def _error_without_version(headers: Mapping[str, str], body: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what an error of the backend lacks; one of API Gateway has another form, and no version."""
    if "error_type" not in body:
        return
    for name in (API_VERSION, SUPPORTED_VERSIONS):
        if name not in headers:
            yield _of_header(name, f"header {name} is missing", "is missing")


def _unsupported_version(headers: Mapping[str, str]) -> Iterator[Violation]:
    version, supported = headers.get(API_VERSION), headers.get(SUPPORTED_VERSIONS)
    if version and supported and version not in _parts(supported):
        message = f"header {API_VERSION} is {version}, but {SUPPORTED_VERSIONS} are {supported}"
        yield _of_header(API_VERSION, message, f"names no version of `{SUPPORTED_VERSIONS}`")


def _served_without_version(response: "Response") -> Iterator[Violation]:
    """Yield a violation if a request for an unknown API version is served."""
    supported = response.headers.get(SUPPORTED_VERSIONS)
    unknown = [each for each in _requested_versions(response) if supported and each not in _parts(supported)]
    if unknown and response.ok:
        message = f"version {unknown[0]!r} is asked for and served, but {SUPPORTED_VERSIONS} are {supported}"
        yield Violation(message, "an unknown API version is served", VERSION, UNSUPPORTED_VERSION)


def _requested_versions(response: "Response") -> list[str]:
    query = parse_qs(urlsplit(str(response.request.url)).query, keep_blank_values=True)
    header = response.request.headers.get(API_VERSION)
    return [*query.get("version", ()), *([header] if header is not None else ())]


def _parts(listed: str) -> list[str]:
    return re.split(r"\s*,\s*", listed)


def _other_trace(response: "Response") -> Iterator[Violation]:
    sent = TRACE_ROOT.search(str(response.request.headers.get(TRACE_ID, "")))
    got = TRACE_ROOT.search(response.headers.get(TRACE_ID, ""))
    if sent and got and sent[0] != got[0]:
        message = f"header {TRACE_ID} has {got[0]}, but the request brought {sent[0]}"
        yield _of_header(TRACE_ID, message, "is not that of the request")


def _other_user(response: "Response", body: Mapping[str, Any]) -> Iterator[Violation]:
    subject, user = subject_of(response), body.get("user_id")
    if subject is not None and isinstance(user, str) and user != subject:
        message = f"user_id is {user}, but the request has a token of {subject}"
        yield Violation(message, "`user_id` is not the `sub` of the request's token", "user_id", OTHER_USER)


def subject_of(response: "Response") -> Any:
    """Return the `sub` of the token in a request; None if it cannot be read."""
    sent = response.request.headers.get("Authorization", "")
    token = sent if isinstance(sent, bytes) else sent.encode()
    try:
        return read_claims(Secret(token.decode().removeprefix("Bearer "))).get("sub")
    except ValueError:
        return None


def _breakers_open_for_too_long(body: Mapping[str, Any]) -> Iterator[Violation]:
    for name, breaker in _objects_in(body.get("circuit_breakers")):
        left, most = breaker.get("retry_after"), breaker.get("reset_timeout_seconds")
        if isinstance(left, int) and isinstance(most, int | float) and left > most:
            message = f"the breaker of {name} lets a call through after {left} s, more than its {most} s"
            yield Violation(
                message,
                "`retry_after` of a breaker is longer than it stays open",
                "circuit_breakers.retry_after",
                AGREEMENT,
            )


def _location_of_another(response: "Response", body: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield a violation if a response has the id of a new manual, and points elsewhere (RFC 9110, section 10.2.2)."""
    location, created = response.headers.get(LOCATION), body.get("manual_id")
    if not (location and isinstance(created, str) and response.ok):
        return
    url = str(response.request.url)
    expected, got = (urlsplit(urljoin(url, reference)).path for reference in (created, location))
    if got != expected:
        message = f"header {LOCATION} is {location}, but what was created is {expected}"
        yield _of_header(LOCATION, message, "does not point to the new manual")


def _health_unlike_its_checks(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield a violation if the service is not healthy although each of its checks is, or the other way round.

    What has no documented status is a violation of its own, and says nothing about the others.
    """
    checks, shown = body.get("checks"), body.get("status")
    if not isinstance(checks, dict) or any(each not in HEALTH_STATUSES for each in (shown, *checks.values())):
        return
    failing = [f"{name} is {health}" for name, health in checks.items() if health != HEALTHY]
    if (shown != HEALTHY) != bool(failing):
        message = f"status is {shown}, but {', '.join(failing) or 'every check is healthy'}"
        yield Violation(message, "`status` is not that of the checks", "status of checks", AGREEMENT)


def _status_of_other_numbers(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield a violation if the quota of which most is used has another status than the one that a user is shown."""
    shown, quotas = body.get("status"), [quota for _, quota in _objects_in(body.get("quotas"))]
    used = [percent for quota in quotas if (percent := _percent_used(quota)) is not None]
    if not used or not isinstance(shown, str):
        return
    status = next(name for least, name in QUOTA_STATUSES if max(used) >= least)
    if shown != status:
        message = f"status is {shown}, but {max(used):g} % of a quota are used, which is {status}"
        yield Violation(
            message,
            "`status` is not that of the quota of which most is used",
            "status of quotas",
            QUOTA_STATUS,
        )


def _percent_used(quota: Mapping[str, Any]) -> float | None:
    used, limit = quota.get("used"), quota.get("limit")
    if not (isinstance(used, int) and isinstance(limit, int) and used >= 0 and limit > 0):
        return None
    return 100 * used / limit


def _objects_in(value: Any) -> list[tuple[str, dict[str, Any]]]:
    members = value.items() if isinstance(value, dict) else ()
    return [(name, member) for name, member in members if isinstance(member, dict)]


def _of_header(name: str, message: str, finding: str) -> Violation:
    return Violation(message, f"header `{name}` {finding}", f"{HEADER}{name}", AGREEMENT)
