"""The public keys of a Cognito user pool."""

import threading

import jwt

FETCH_TIMEOUT_SECONDS = 2
UNUSABLE = (jwt.PyJWKClientError, jwt.PyJWKSetError, ValueError)


class UnknownKeyError(LookupError):
    """The user pool has no key with this id."""


class SigningKeysUnavailableError(Exception):
    """The keys of the user pool can't be fetched, and none is known yet."""


class SigningKeys:
    """The keys of a JSON Web Key Set (RFC 7517), which is fetched once in five minutes.

    When a key is not in the set, the set is fetched again, but at most once in half a minute. While it can't be fetched, the keys
    that have been used before remain valid.
    """

    def __init__(self, url: str) -> None:
        self._client = jwt.PyJWKClient(url, timeout=FETCH_TIMEOUT_SECONDS)
        self._seen: dict[str, jwt.PyJWK] = {}
        self._lock = threading.Lock()

    def find(self, key_id: str) -> jwt.PyJWK:
        """Return the key with this id.

        Raises:
            UnknownKeyError: The user pool has no such key.
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        try:
            self._client.get_signing_keys()
        except UNUSABLE as error:
            return self._seen_key(key_id, error)
        try:
            key = self._client.get_signing_key(key_id)
        except UNUSABLE:
            raise UnknownKeyError(key_id) from None
        with self._lock:
            self._seen[key_id] = key
        return key

    def fetch(self) -> None:
        """Fetch the keys now.

        Raises:
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        try:
            self._client.get_signing_keys(refresh=True)
        except UNUSABLE as error:
            raise SigningKeysUnavailableError(str(error)) from error

    def _seen_key(self, key_id: str, error: Exception) -> jwt.PyJWK:
        with self._lock:
            if key_id in self._seen:
                return self._seen[key_id]
        raise SigningKeysUnavailableError(str(error)) from error
