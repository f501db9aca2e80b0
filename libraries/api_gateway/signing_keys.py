"""The public keys of a Cognito user pool."""

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import jwt

FETCH_TIMEOUT_SECONDS = 2
LIFETIME_SECONDS, PAUSE_SECONDS = 300, 30
RETRY_AFTER_SECONDS = 5
"""How long no unknown key is looked for once old keys could not be fetched; clients are told to wait as long."""
UNUSABLE = (jwt.PyJWKClientError, jwt.PyJWKSetError, ValueError)


class UnknownKeyError(LookupError):
    """The user pool has no key with this id."""


class SigningKeysUnavailableError(Exception):
    """The keys of the user pool can't be fetched, and none is known yet."""


class SigningKeys:
    """The keys of a JSON Web Key Set (RFC 7517), which is fetched once in five minutes.

    When a key is not in the set, the set is fetched again, but at most once in half a minute. A key that the set no longer has is
    forgotten. While the set can't be fetched, the keys that are known remain valid, and one request in each half minute
    tries again: no other request whose key is known waits for that, and made-up keys do not have the set fetched again and again.

    Args:
        url: Where the set is.
        clock: Returns seconds.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=FETCH_TIMEOUT_SECONDS)
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = self._tried_at = -math.inf
        self._lock = threading.Lock()

    def find(self, key_id: str) -> jwt.PyJWK:
        """Return the key with this id.

        Raises:
            UnknownKeyError: The user pool has no such key.
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        if key_id in self._keys:
            self._renew()
        else:
            self._look_for(key_id)
        try:
            return self._keys[key_id]
        except KeyError:
            raise UnknownKeyError(key_id) from None

    def fetch(self) -> None:
        """Fetch the keys now.

        Raises:
            SigningKeysUnavailableError: The keys can't be fetched.
        """
        with self._lock:
            self._fetch_or_raise()

    def _renew(self) -> None:
        """Fetch the keys if they are old, unless another thread is fetching them."""
        if self._are_old() and self._lock.acquire(blocking=False):
            try:
                self._fetch_unless_just_tried()
            finally:
                self._lock.release()

    def _look_for(self, key_id: str) -> None:
        """Fetch the keys for one that is not among them, unless another thread found it meanwhile."""
        with self._lock:
            if key_id in self._keys:
                return
            if not self._are_old():
                self._fetch_unless_just_tried()
            elif self._keys and self._were_tried_within(RETRY_AFTER_SECONDS):
                raise SigningKeysUnavailableError("fetching them has just failed")
            else:
                self._fetch_or_raise()

    def _are_old(self) -> bool:
        return self._clock() - self._fetched_at >= LIFETIME_SECONDS

    def _were_tried_within(self, seconds: float) -> bool:
        return self._clock() - self._tried_at < seconds

    def _fetch_unless_just_tried(self) -> None:
        if not self._were_tried_within(PAUSE_SECONDS):
            with suppress(*UNUSABLE):
                self._fetch()

    def _fetch_or_raise(self) -> None:
        try:
            self._fetch()
        except UNUSABLE as error:
            raise SigningKeysUnavailableError(str(error)) from error

    def _fetch(self) -> None:
        self._tried_at = self._clock()
        self._keys = {str(key.key_id): key for key in self._client.get_signing_keys()}
        self._fetched_at = self._clock()
