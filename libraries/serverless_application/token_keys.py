"""The public keys of those who issue tokens: user pools are those of the stand-in; keys are never fetched from the internet."""

import functools
import re
from collections.abc import Callable, Collection

from api_gateway.authorizer import KeySource
from api_gateway.signing_keys import SigningKeys

COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com/(?P<pool>[\w-]+)")
KEY_SET = ".well-known/jwks.json"
UNREACHABLE = "http://127.0.0.1:9"
"""The port of RFC 863, at which nothing listens."""


def keys_from(endpoint_url: str, clock: Callable[[], float]) -> Callable[[str], KeySource]:
    """Return a function that returns the keys of an issuer, always the same, as they remember what they have fetched.

    Args:
        endpoint_url: The URL of AWS, such as that of a stand-in.
        clock: Returns seconds; keys are fetched again as it goes on.

    Example:
        >>> keys_from(aws.url, time.monotonic)("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e")
        <api_gateway.signing_keys.SigningKeys object at …>
    """

    @functools.cache
    def keys_of(issuer: str) -> KeySource:
        match = COGNITO.fullmatch(issuer.rstrip("/"))
        base = f"{endpoint_url}/{match['pool']}" if match else _local(issuer)
        return SigningKeys(f"{base}/{KEY_SET}", clock=clock)

    return keys_of


def can_be_asked(issuer: str, pools: Collection[str]) -> bool:
    """Return whether an issuer's keys can be had here: that of a user pool of the application, or a server of this machine.

    Args:
        issuer: The issuer of an authorizer.
        pools: The ids of the user pools of the application.
    """
    match = COGNITO.fullmatch(issuer.rstrip("/"))
    return match["pool"] in pools if match else _is_here(issuer)


def _is_here(issuer: str) -> bool:
    return issuer.startswith(("http://127.0.0.1", "http://localhost"))


def _local(issuer: str) -> str:
    return issuer.rstrip("/") if _is_here(issuer) else UNREACHABLE
