"""Which account a request is for, found without any configuration.

A 12-digit access key id *is* the account id, so each test or worker gets its own account by choosing a number.
Keys that IAM or STS issued belong to the account that created them. Requests without a signature (a Cognito
sign-in, a JWKS, an object by its plain URL) are attributed by what they name: the app client, the access token's
pool, or the bucket. Everything else goes to the default account.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DEFAULT_ACCOUNT_ID = "123456789012"

_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_SIGNED_HEADER = re.compile(r"Credential=([^/,\s]+)/|^AWS ([^:\s]+):")
_SIGNED_QUERY = re.compile(r"(?:^|&)(?:X-Amz-Credential=([^%/&]+)|AWSAccessKeyId=([^&]+))")


def is_account_id(text: str) -> bool:
    """Tell whether a string is an account id: exactly 12 digits."""
    return bool(_ACCOUNT_ID.fullmatch(text))


def access_key_of(environ: "WSGIEnvironment") -> str | None:
    """Return the access key id that a request is signed with (header or presigned URL); None if it is not signed."""
    match = _SIGNED_HEADER.search(environ.get("HTTP_AUTHORIZATION", "")) or _SIGNED_QUERY.search(
        environ.get("QUERY_STRING", "")
    )
    return next(filter(None, match.groups()), None) if match else None


def account_of_access_key(access_key: str) -> str:
    """Return the account that an access key id belongs to.

    Example:
        >>> account_of_access_key("000000000042")
        '000000000042'
    """
    if is_account_id(access_key):
        return access_key
    from moto.iam.models import get_account_id_from

    return get_account_id_from(access_key)
