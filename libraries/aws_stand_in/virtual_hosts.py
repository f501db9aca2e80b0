"""S3's buckets in host names: `bucket.s3.eu-west-1.amazonaws.com/key` is answered like `/bucket/key`.

So is `bucket.localhost`, unless the request is for another service. A host with nothing before `s3.`, such as `s3.localhost`,
names no bucket. Source: Amazon S3 User Guide, "Virtual hosting of general purpose buckets".
"""

import re
from typing import TYPE_CHECKING

from fault_engine.identification import COGNITO_DOMAIN, raw_target

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SENT_TO = "mockaws.sent_to"
"""Where an environ keeps host and path as they were sent, by which a request is signed."""

_HOST = re.compile(
    r"(?P<bucket>.+)\.s3(?:\.|-(?!control|outposts|object-lambda|accesspoint|website)).*|(?P<label>(?!s3\.)[^:]+)\.localhost(?::\d+)?",
    re.IGNORECASE,
)


def use_path_style(environ: "WSGIEnvironment") -> None:
    """Move the name of a bucket from the host into the path."""
    found = _HOST.fullmatch(environ.get("HTTP_HOST", ""))
    if found is None or (found["label"] and not _is_for_s3(environ)):
        return
    path, query = raw_target(environ)
    environ[SENT_TO] = environ["HTTP_HOST"], path
    bucket = f"/{found['bucket'] or found['label']}"
    environ["HTTP_HOST"] = "localhost"
    environ["PATH_INFO"] = bucket + environ.get("PATH_INFO", "")
    environ["RAW_URI"] = environ["REQUEST_URI"] = f"{bucket}{path}?{query}" if query else bucket + path


def sent_to(environ: "WSGIEnvironment") -> tuple[str, str]:
    """Return the host and the path, without decoding, as they were sent."""
    kept: tuple[str, str] | None = environ.get(SENT_TO)
    return kept or (environ.get("HTTP_HOST", ""), raw_target(environ)[0])


def _is_for_s3(environ: "WSGIEnvironment") -> bool:
    if "HTTP_X_AMZ_TARGET" in environ or COGNITO_DOMAIN.fullmatch(environ["HTTP_HOST"]):
        return False
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    return not authorization or "/s3/aws4_request" in authorization
