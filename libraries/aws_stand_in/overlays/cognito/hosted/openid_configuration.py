"""What a user pool says of itself as an OpenID provider.

Source: OpenID Connect Discovery 1.0, section 3; Amazon Cognito Developer Guide, "OIDC and JWKS endpoints".
"""

from typing import Any

from aws_stand_in.overlays.cognito.hosted.address import domain_url
from aws_stand_in.overlays.cognito.pools import PoolLocation


def configuration(location: PoolLocation, endpoint: str) -> dict[str, Any]:
    """Return the configuration; a pool without a domain has no endpoints but that of its keys.

    Args:
        location: The pool.
        endpoint: The URL at which the caller reached the stand-in.
    """
    pool = location.pool
    return {
        "issuer": location.issuer,
        "jwks_uri": f"{endpoint}/{pool.id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        **_endpoints(location, endpoint),
    }


def _endpoints(location: PoolLocation, endpoint: str) -> dict[str, str]:
    domain = location.pool.domain
    if domain is None:
        return {}
    url = domain_url(endpoint, domain.domain, location.region)
    paths = {
        "authorization_endpoint": "/oauth2/authorize",
        "token_endpoint": "/oauth2/token",
        "userinfo_endpoint": "/oauth2/userInfo",
        "revocation_endpoint": "/oauth2/revoke",
        "end_session_endpoint": "/logout",
    }
    return {name: f"{url}{path}" for name, path in paths.items()}
