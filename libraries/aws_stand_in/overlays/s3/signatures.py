"""Signatures of presigned URLs and upload forms, verified as far as the secret key is known; those in headers are not.

Source: Amazon S3 API reference, "Authenticating requests: using query parameters (AWS Signature Version 4)" and
"Signing and authenticating REST requests (AWS signature version 2)".
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from aws_stand_in import virtual_hosts
from aws_stand_in.accounts import is_account_id
from fault_engine.identification import raw_target

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

WELL_KNOWN_SECRETS = ("any", "local", "test")
"""Secret keys of accounts: the ones that are used with this stand-in by convention."""

ALGORITHM = "AWS4-HMAC-SHA256"
_HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<credential>[^,\s]+),\s*SignedHeaders=(?P<signed>[^,\s]+),\s*"
    r"Signature=(?P<signature>[0-9a-f]+)"
)
_PARTS_OF_CREDENTIAL = 5
_HEADER_IN_URL = re.compile("x-amz-.*|content-md5|content-type")
"""What the older method signs as headers, although it is in the URL, such as the token of temporary credentials."""


@dataclass(frozen=True, slots=True)
class SignedHeader:
    """What the header `Authorization` says.

    Attributes:
        credential: Access key and scope.
        headers: The names of the headers that are signed.
        signature: The signature.
    """

    credential: str
    headers: str
    signature: str

    @property
    def access_key(self) -> str:
        """The access key."""
        return self.credential.partition("/")[0]


def signed_header(environ: "WSGIEnvironment") -> SignedHeader | None:
    """Return what the header of a request says; None if the request is not signed in its header."""
    found = _HEADER.match(environ.get("HTTP_AUTHORIZATION", ""))
    return SignedHeader(found["credential"], found["signed"], found["signature"]) if found else None


class SecretKeys:
    """The secret keys that are known: those that IAM and STS issued, and those by which requests were signed before.

    An account id is an access key with any secret. If the first request that an account sends to S3 with a signature in its
    header is signed with a well-known secret, that is the account's from then on; if not, no signature of it is verified.
    """

    def __init__(self) -> None:
        self._of_accounts: dict[str, str | None] = {}

    def secret_of(self, access_key: str, account_id: str) -> str | None:
        """Return the secret that belongs to an access key; None if it is not known."""
        if access_key == account_id:
            return self._of_accounts.get(access_key)
        from moto.iam.models import iam_backends

        issued = iam_backends[account_id]["aws"].access_keys.get(access_key)
        return issued.secret_access_key if issued else None

    def learn(self, environ: "WSGIEnvironment") -> None:
        """Find out the secret of an account by a request of which the header has the signature."""
        header = signed_header(environ)
        if header is None or header.access_key in self._of_accounts or not is_account_id(header.access_key):
            return
        hashed = environ.get("HTTP_X_AMZ_CONTENT_SHA256", "")
        text = string_to_sign(
            environ, header.credential, header.headers, environ.get("HTTP_X_AMZ_DATE", ""), hashed
        )
        fitting = (
            one for one in WELL_KNOWN_SECRETS if signature(one, header.credential, text) == header.signature
        )
        self._of_accounts[header.access_key] = next(fitting, None)

    def forget(self, access_key: str) -> None:
        """Forget what was found out about an account."""
        self._of_accounts.pop(access_key, None)


def signature(secret: str, credential: str, text: str) -> str:
    """Sign a text with a key for the scope of a credential."""
    if credential.count("/") != _PARTS_OF_CREDENTIAL - 1:
        return ""
    _, day, region, service, _ = credential.split("/")
    key = _signing_key(secret, day, region, service)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=100)
def _signing_key(secret: str, *scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def string_to_sign(environ: "WSGIEnvironment", credential: str, signed: str, date: str, hashed: str) -> str:
    """Return what the signature of a request signs.

    Args:
        environ: The request.
        credential: Access key and scope.
        signed: The names of the headers that are signed.
        date: When it was signed.
        hashed: The hash of the content, or what stands for it.
    """
    host, path = virtual_hosts.sent_to(environ)
    names = signed.split(";")
    headers = "".join(f"{name}:{' '.join(_header(environ, name, host).split())}\n" for name in names)
    canonical = "\n".join(
        (
            environ["REQUEST_METHOD"],
            quote(unquote(path), safe="/-_.~") or "/",
            _canonical_query(environ.get("QUERY_STRING", "")),
            headers,
            signed,
            hashed,
        )
    )
    scope = credential.partition("/")[2]
    return "\n".join((ALGORITHM, date, scope, hashlib.sha256(canonical.encode()).hexdigest()))


def _header(environ: "WSGIEnvironment", name: str, host: str) -> str:
    if name == "host":
        return host
    key = name.upper().replace("-", "_")
    value: str = environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", "")
    return value


def has_header(environ: "WSGIEnvironment", name: str) -> bool:
    """Tell whether a request has a header."""
    return name == "host" or bool(_header(environ, name, ""))


def _canonical_query(query: str) -> str:
    pairs = [
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name != "X-Amz-Signature"
    ]
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def signature_of_version_2(secret: str, environ: "WSGIEnvironment", query: Mapping[str, str]) -> str:
    """Return the signature of a URL by the older method, which botocore knows."""
    from botocore.auth import HmacV1Auth
    from botocore.compat import HTTPHeaders
    from botocore.credentials import Credentials

    class Signer(HmacV1Auth):
        def _get_date(self) -> str:
            return query["Expires"]

    path, text = raw_target(environ)[0], environ.get("QUERY_STRING", "")
    signer = Signer(Credentials(query["AWSAccessKeyId"], secret))
    headers: Any = HTTPHeaders.from_dict(_headers_of_version_2(environ, query))
    return str(signer.get_signature(environ["REQUEST_METHOD"], urlsplit(f"{path}?{text}"), headers))


def _headers_of_version_2(environ: "WSGIEnvironment", query: Mapping[str, str]) -> dict[str, str]:
    """Return what is signed as headers, by lower-case name; a header that is sent counts more than the same one in the URL."""
    in_url = {name: value for name, value in query.items() if _HEADER_IN_URL.fullmatch(name)}
    typed = {"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
    sent = {
        key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
    }
    return {**in_url, **typed, **sent}
