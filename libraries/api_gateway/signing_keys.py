"""The public keys of a Cognito user pool."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import jwt

FETCH_TIMEOUT_SECONDS = 2
LIFETIME_SECONDS, PAUSE_SECONDS = 300, 30
UNUSABLE = (jwt.PyJWKClientError, jwt.PyJWKSetError, ValueError)


class UnknownKeyError(LookupError):
    """The user pool has no key with this id."""


class SigningKeysUnavailableError(Exception):
    """The keys of the user pool can't be fetched, and none is known yet."""


class SigningKeys:
    """The keys of a JSON Web Key Set (RFC 7517), which is fetched once in five minutes.

    When a key is not in the set, the set is fetched again, but at most once in half a minute. A key that the set no longer has is
    forgotten. While the set can't be fetched, the keys that are known remain valid.

    Args:
        url: Where the set is.
        clock: Returns seconds.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=FETCH_TIMEOUT_SECONDS)
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._lock = threading.Lock()

    def find(self, key_id: str) -> jwt.PyJWK:
        """Return the key with this id.

        Raises:
            UnknownKeyError: The user pool has no such key.
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        with self._lock:
            if self._is_older_than(LIFETIME_SECONDS):
                self._renew(key_id)
            elif key_id not in self._keys and self._is_older_than(PAUSE_SECONDS):
                with suppress(*UNUSABLE):
                    self._fetch()
            if key_id not in self._keys:
                raise UnknownKeyError(key_id)
            return self._keys[key_id]

    def fetch(self) -> None:
        """Fetch the keys now.

        Raises:
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        try:
            with self._lock:
                self._fetch()
        except UNUSABLE as error:
            raise SigningKeysUnavailableError(str(error)) from error

    def _is_older_than(self, seconds: float) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= seconds

    def _renew(self, needed: str) -> None:
        try:
            self._fetch()
        except UNUSABLE as error:
            if needed not in self._keys:
                raise SigningKeysUnavailableError(str(error)) from error

    def _fetch(self) -> None:
        self._keys = {str(key.key_id): key for key in self._client.get_signing_keys()}
        self._fetched_at = self._clock()
