"""The secrets in the requests to AWS and in its answers."""

import functools
from typing import Any

from secret_masking.masking import register

SECRET_MEMBERS = frozenset(
    {
        *("AccessToken", "IdToken", "RefreshToken", "Token", "Session", "SecretHash", "ClientSecret"),
        *("SRP_A", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "SECRET_BLOCK"),
        *("REFRESH_TOKEN", "SECRET_HASH", "DEVICE_SECRET_VERIFIER_CONFIG", "SecretCode"),
        *("SecretAccessKey", "SessionToken"),
    }
)
"""Members of the Cognito user pools API (tokens, sessions, secrets of authenticators and proofs of the Secure Remote Password
protocol) and of AWS STS.

Passwords are registered where they are made or read.
"""


@functools.cache
def register_secrets_of_aws_calls() -> None:
    """Mask the secrets in calls of every boto3 client that is created from now on in this process, and its credentials."""
    from botocore import handlers

    handlers.BUILTIN_HANDLERS += [
        ("before-parameter-build.cognito-identity-provider", _register_parameters),
        ("before-parameter-build.sts", _register_parameters),
        ("after-call.cognito-identity-provider", _register_answer),
        ("after-call.sts", _register_answer),
        ("before-sign", _register_credentials),
    ]


def register_members(value: Any) -> None:
    """Register every secret member in a tree of dictionaries and lists."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name in SECRET_MEMBERS and isinstance(member, str):
                register(member)
            register_members(member)
    elif isinstance(value, list):
        for item in value:
            register_members(item)


def _register_parameters(params: dict[str, Any], **_: Any) -> None:
    register_members(params)


def _register_answer(parsed: dict[str, Any], **_: Any) -> None:
    register_members(parsed)


def _register_credentials(request_signer: Any, **_: Any) -> None:
    """Register what a request is signed with; the access key id, which is no secret, is recognised by its form."""
    credentials = request_signer._credentials
    if credentials is not None:
        frozen = credentials.get_frozen_credentials()
        register(frozen.secret_key)
        register(frozen.token or "")
