"""Identifies the AWS call of a raw HTTP request: service, operation, region, account, call and attempt.

It needs only the request and botocore's models, so it works in front of any AWS endpoint or stand-in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, unquote

from fault_engine.catalogue import service_description, service_index
from fault_engine.routes import route_table

Environ = dict[str, Any]

CALL_KEY = "fault_engine.call"
"""Where a WSGI environ keeps its identified call."""

REPLICAS_AT = "fault_engine.replicas_at"
"""Where a WSGI environ keeps the moment that reads find which are not consistent, by `time.monotonic`; absent for now."""

UNSIGNED_REST_SERVICES = ("sso", "sso-oidc", "signin", "s3")
"""Services whose clients send unsigned REST requests: the portal before sign-in, public buckets."""

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_SIGV4A_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/aws4_request")
_CBOR_PATH = re.compile(r"/service/(?P<target>[^/]+)/operation/(?P<operation>[^/]+)$")
_ACTION = re.compile(rb"(?:^|&)Action=([^&]+)")
_VERSION = re.compile(rb"(?:^|&)Version=([^&]+)")
_ATTEMPT = re.compile(r"attempt=(\d+)")
_ACCOUNT = re.compile(r"\d{12}")
_COGNITO_METADATA = re.compile(r"/[\w-]+_\w+/\.well-known/(jwks\.json|openid-configuration)")

_DOMAIN = r"(?P<prefix>[a-z0-9-]+)\.auth\.(?P<region>[a-z0-9-]+)\."
COGNITO_DOMAIN = re.compile(_DOMAIN + r"(?:amazoncognito\.com|localhost)(?::\d+)?")
"""The host of a user pool's domain, with a name for this machine."""
COGNITO_DOMAIN_PATH = re.compile(rf"/(?P<host>{_DOMAIN}amazoncognito\.com)(?=/)")
"""A path that begins with such a host."""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt of one AWS call, as far as its request reveals it.

    An *attempt* is one request on the wire. The attempts of a *call* share `invocation_id`, which the AWS SDKs
    send as `amz-sdk-invocation-id`; `attempt` counts from 1 and comes from `amz-sdk-request`.
    """

    method: str
    path: str
    """As in the request line, still percent-encoded."""
    candidates: tuple[tuple[str, str | None], ...] = ()
    """(service, operation) pairs whose requests look like this one, the most likely first."""
    protocol: str | None = None
    """Wire protocol as botocore names it: `json`, `rest-json`, `query`, `rest-xml`, `ec2`, `smithy-rpc-v2-cbor`."""
    region: str | None = None
    """None if the request is unsigned."""
    signing_name: str | None = None
    access_key_id: str | None = None
    invocation_id: str | None = None
    attempt: int = 1
    trace_id: str | None = None

    @property
    def service(self) -> str | None:
        """boto3's name of the service (`bedrock-runtime`), None if the request is not an AWS call."""
        return self.candidates[0][0] if self.candidates else None

    @property
    def operation(self) -> str | None:
        """The operation as the API reference names it (`InvokeModel`)."""
        return self.candidates[0][1] if self.candidates else None

    @property
    def account_id(self) -> str | None:
        """The account, if the access key is an account id, as is the convention with AWS stand-ins."""
        key = self.access_key_id
        return key if key and _ACCOUNT.fullmatch(key) else None

    @property
    def name(self) -> str:
        """For messages: `bedrock-runtime.InvokeModel`, or method and path if it is not a known operation."""
        if self.service and self.operation:
            return f"{self.service}.{self.operation}"
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class _Scope:
    access_key_id: str | None = None
    region: str | None = None
    signing_name: str | None = None


def identify(environ: Environ) -> Call:
    """Identify the AWS call of a request.

    The result is kept in the environ, so a second look-up costs nothing. Only the bodies of form-encoded requests (the
    `query` protocol) are read; they can be read again.

    Args:
        environ: A WSGI environ. `RAW_URI` or `REQUEST_URI` is used if the server sets it, since encoded
            slashes in a path (`/model/arn%3Aaws%3A.../invoke`) are lost in `PATH_INFO`.

    Returns:
        The call. `candidates` is empty if no AWS model knows such a request.
    """
    call: Call | None = environ.get(CALL_KEY)
    if call is None:
        call = environ[CALL_KEY] = _identify(environ)
    return call


def identify_http(environ: Environ, *, base_path: str = "") -> Call:
    """Return the call, without candidates, of a request that is not an AWS call; it is kept in the environ.

    Args:
        environ: The WSGI environ.
        base_path: The beginning of the path that does not count.
    """
    call: Call | None = environ.get(CALL_KEY)
    if call is None:
        path, _ = raw_target(environ)
        call = environ[CALL_KEY] = Call(
            method=environ["REQUEST_METHOD"],
            path=path.removeprefix(base_path) if path.startswith(f"{base_path}/") else path,
            trace_id=environ.get("HTTP_X_AMZN_TRACE_ID"),
        )
    return call


def read_body(environ: Environ) -> bytes:
    """Return a request's whole body, which can still be read from the environ afterwards."""
    stream = environ["wsgi.input"]
    if isinstance(stream, BytesIO):
        return stream.getvalue()
    stated = environ.get("CONTENT_LENGTH") or "0"
    length = -1 if environ.get("wsgi.input_terminated") else int(stated) if stated.isdecimal() else 0
    body: bytes = stream.read(length)
    replace_body(environ, body)
    return body


def replace_body(environ: Environ, body: bytes) -> None:
    """Replace the body of a request."""
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def _identify(environ: Environ) -> Call:
    path, raw_query = raw_target(environ)
    query = dict(parse_qsl(raw_query, keep_blank_values=True)) if raw_query else {}
    scope = _scope(environ, query)
    candidates, protocol = _candidates(environ, path, query, scope)
    attempt = _ATTEMPT.search(environ.get("HTTP_AMZ_SDK_REQUEST", ""))
    return Call(
        method=environ["REQUEST_METHOD"],
        path=path,
        candidates=candidates,
        protocol=protocol,
        region=scope.region,
        signing_name=scope.signing_name,
        access_key_id=scope.access_key_id,
        invocation_id=environ.get("HTTP_AMZ_SDK_INVOCATION_ID"),
        attempt=int(attempt[1]) if attempt else 1,
        trace_id=environ.get("HTTP_X_AMZN_TRACE_ID"),
    )


def raw_target(environ: Mapping[str, Any]) -> tuple[str, str]:
    """Return path and query of a request as in its request line."""
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if target is None:
        return environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if not target.startswith("/"):  # absolute form, as sent to a proxy
        target = "/" + target.partition("://")[2].partition("/")[2]
    path, _, query = target.partition("?")
    return path, query


def _scope(environ: Mapping[str, Any], query: Mapping[str, str]) -> _Scope:
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    if credential := _CREDENTIAL.search(authorization):
        return _Scope(credential[1], credential[2], credential[3])
    if credential := _SIGV4A_CREDENTIAL.search(authorization):
        return _Scope(credential[1], environ.get("HTTP_X_AMZ_REGION_SET"), credential[2])
    parts = query.get("X-Amz-Credential", "").split("/")
    if len(parts) == 5:  # noqa: PLR2004 — key/date/region/service/aws4_request
        return _Scope(parts[0], parts[2], parts[3])
    return _Scope()


def _candidates(
    environ: Environ, path: str, query: Mapping[str, str], scope: _Scope
) -> tuple[tuple[tuple[str, str | None], ...], str | None]:
    if _is_for_cognito_domain(environ, path):
        return (("cognito-idp", None),), "rest-json"
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return _by_target(target, scope)
    if environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor" and (rpc := _CBOR_PATH.search(path)):
        services = service_index().by_target_prefix.get(rpc["target"], ())
        return tuple((service, rpc["operation"]) for service in services), "smithy-rpc-v2-cbor"
    if action := _action(environ, query):
        return _by_action(*action, scope)
    if _COGNITO_METADATA.fullmatch(path):
        return (("cognito-idp", None),), "rest-json"
    return _by_route(environ, path, query, scope)


def _is_for_cognito_domain(environ: Mapping[str, Any], path: str) -> bool:
    host = environ.get("HTTP_HOST", "")
    return bool(COGNITO_DOMAIN.fullmatch(host) or COGNITO_DOMAIN_PATH.match(path))


def _by_target(target: str, scope: _Scope) -> tuple[tuple[tuple[str, str | None], ...], str]:
    prefix, _, operation = target.rpartition(".")
    services = service_index().by_target_prefix.get(prefix, ())
    if len(services) > 1:
        services = _with_operation(services, operation)
    if not services and scope.signing_name:
        services = _signed_as(scope.signing_name)
    return tuple((service, operation) for service in services), "json"


def _action(environ: Environ, query: Mapping[str, str]) -> tuple[str, str | None] | None:
    if "Action" in query:
        return query["Action"], query.get("Version")
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return None
    body = read_body(environ)
    action = _ACTION.search(body)
    if action is None:
        return None
    version = _VERSION.search(body)
    return _plain(action[1]), _plain(version[1]) if version else None


def _plain(form_value: bytes) -> str:
    return unquote(form_value.decode(errors="replace"))


def _by_action(
    action: str, version: str | None, scope: _Scope
) -> tuple[tuple[tuple[str, str | None], ...], str | None]:
    index = service_index()
    services = _signed_as(scope.signing_name or "") or tuple(index.by_name)
    of_version = tuple(s for s in services if index.by_name[s].api_version == version) or services
    speaking = tuple(s for s in of_version if index.by_name[s].protocol in ("query", "ec2")) or of_version
    named = speaking if len(speaking) == 1 else _with_operation(speaking, action)
    protocol = "ec2" if named and index.by_name[named[0]].protocol == "ec2" else "query"
    return tuple((service, action) for service in named), protocol


def _by_route(
    environ: Environ, path: str, query: Mapping[str, str], scope: _Scope
) -> tuple[tuple[tuple[str, str | None], ...], str | None]:
    services = _rest_services(environ, scope)
    if not services:
        return (), None
    modelled_path = _without_slash_after_bucket(path) if "s3" in services else path
    routes = route_table(services).find(environ["REQUEST_METHOD"], modelled_path or "/", query, environ)
    if routes:
        pairs = tuple((route.service, route.operation) for route in routes)
        return pairs, service_index().by_name[pairs[0][0]].protocol
    if scope.signing_name is None:
        return _by_form_upload(environ)
    return ((services[0], None),), service_index().by_name[services[0]].protocol


def _without_slash_after_bucket(path: str) -> str:
    """Return the path of a bucket as the model has it; the AWS SDK for JavaScript ends it with a slash."""
    return path[:-1] if path.count("/") == 2 and path.endswith("/") else path  # noqa: PLR2004 - `/bucket/`


def _rest_services(environ: Mapping[str, Any], scope: _Scope) -> tuple[str, ...]:
    if scope.signing_name:
        return _signed_as(scope.signing_name)
    if environ.get("HTTP_AUTHORIZATION", "").startswith("Bearer "):
        return service_index().taking_bearer_tokens
    return UNSIGNED_REST_SERVICES


def _by_form_upload(environ: Mapping[str, Any]) -> tuple[tuple[tuple[str, str | None], ...], str | None]:
    """S3's browser upload (PostObject), which is documented but not modelled."""
    form = environ.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    if form and environ["REQUEST_METHOD"] == "POST":
        return (("s3", "PostObject"),), "rest-xml"
    return (), None


def _signed_as(signing_name: str) -> tuple[str, ...]:
    return service_index().by_signing_name.get(signing_name, ())


def _with_operation(services: tuple[str, ...], operation: str) -> tuple[str, ...]:
    having = tuple(s for s in services if operation in service_description(s)["operations"])
    return having or services
