"""Where the public keys of those who issue tokens are found without the internet."""

import json
import re
import threading
import urllib.request
from urllib.parse import urlsplit

from api_gateway.authorizer import KeySource
from api_gateway.signing_keys import FETCH_TIMEOUT_SECONDS, SigningKeys, SigningKeysUnavailableError

COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com/(?P<pool>[\w-]+)")
LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "::1"}


class IssuerKeys:
    """Finds the keys of Cognito user pools at an AWS of ours, and those of issuers on this machine.

    Args:
        aws_endpoint: The URL of that AWS.
    """

    def __init__(self, aws_endpoint: str) -> None:
        self._aws_endpoint = aws_endpoint.rstrip("/")
        self._sources: dict[str, KeySource] = {}
        self._lock = threading.Lock()

    def __call__(self, issuer: str) -> KeySource:
        """Return the keys of an issuer.

        Raises:
            SigningKeysUnavailableError: It is neither a user pool nor on this machine, or it does not answer.
        """
        with self._lock:
            if issuer not in self._sources:
                self._sources[issuer] = SigningKeys(self._url(issuer))
            return self._sources[issuer]

    def _url(self, issuer: str) -> str:
        user_pool = COGNITO.fullmatch(issuer)
        if user_pool:
            return f"{self._aws_endpoint}/{user_pool['pool']}/.well-known/jwks.json"
        if urlsplit(issuer).hostname not in LOOPBACK_HOSTS:
            raise SigningKeysUnavailableError(f"{issuer} is not on this machine, so its keys are not fetched")
        return _discover(issuer)


def _discover(issuer: str) -> str:
    """Return the URL of an issuer's keys (OpenID Connect Discovery 1.0, section 4)."""
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_SECONDS) as response:  # noqa: S310 - of this machine
            return str(json.load(response)["jwks_uri"])
    except (OSError, ValueError, KeyError) as error:
        raise SigningKeysUnavailableError(f"{url} does not say where the keys are: {error}") from error
