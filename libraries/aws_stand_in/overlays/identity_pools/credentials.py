"""What an identity receives: temporary credentials of a role, or a token for AWS STS."""

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_stand_in.moto_patches.cognitoidentity import PoolIdentity

CREDENTIALS_SECONDS = 3600
SESSION_NAME = "CognitoIdentityCredentials"
ISSUER = "https://cognito-identity.amazonaws.com"


def temporary_credentials(identity: "PoolIdentity", role_arn: str, region: str, now: float) -> dict[str, Any]:
    """Return credentials that AWS STS has issued for a role, which belong to the identity pool's account.

    Args:
        identity: Who receives them.
        role_arn: The role.
        region: The region of the request.
        now: Epoch seconds.
    """
    from moto.sts.models import sts_backends
    from moto.utilities.utils import get_partition

    sts = sts_backends[identity.pool.account_id][get_partition(region)]
    issued = sts.assume_role(region, SESSION_NAME, role_arn, "", CREDENTIALS_SECONDS, "")
    return {
        "AccessKeyId": issued.access_key_id,
        "SecretKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": now + CREDENTIALS_SECONDS,
    }


def open_id_token(identity: "PoolIdentity", now: float, seconds: int) -> str:
    """Return a token that names an identity and how it was authenticated."""
    from joserfc import jwt

    from aws_stand_in.moto_patches.cognitoidp import signing_key

    how = ["authenticated", *identity.logins] if identity.logins else ["unauthenticated"]
    claims = {
        "sub": identity.id,
        "aud": identity.pool.identity_pool_id,
        "amr": how,
        "iss": ISSUER,
        "jti": str(uuid.uuid4()),
        "iat": int(now),
        "exp": int(now) + seconds,
    }
    return jwt.encode({"kid": "dummy", "alg": "RS256"}, claims, signing_key())
