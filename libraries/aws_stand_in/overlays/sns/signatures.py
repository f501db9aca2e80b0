"""Signatures of messages, and the certificate by which receivers verify them.

Amazon SNS Developer Guide, "Verifying the signatures of Amazon SNS messages".
"""

import base64
import functools
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CERTIFICATE_PREFIX = "/SimpleNotificationService-"
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_VALID = timedelta(days=100 * 365)


_key_lock = threading.Lock()


def _key() -> Any:
    """Return the key, which all threads share: the first one that needs it generates it."""
    with _key_lock:
        return _generate_key()


@functools.cache
def _generate_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def sign(text: str, version: str) -> str:
    """Return the signature of a text, by SHA-1 for version 1 and by SHA-256 for version 2."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    digest = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303 - as AWS does
    return base64.b64encode(_key().sign(text.encode(), padding.PKCS1v15(), digest)).decode()


@functools.cache
def certificate() -> bytes:
    """Return the certificate of the key, in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key().public_key())
        .serial_number(1)
        .not_valid_before(_BEGINNING)
        .not_valid_after(_BEGINNING + _VALID)
        .sign(_key(), hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


def certificate_application(
    _environ: "WSGIEnvironment", start_response: "StartResponse"
) -> "Iterable[bytes]":
    """Serve the certificate."""
    start_response("200 OK", [("Content-Type", "application/x-pem-file")])
    return [certificate()]
