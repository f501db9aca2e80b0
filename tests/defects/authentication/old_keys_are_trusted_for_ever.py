"""A key that the user pool has withdrawn is trusted as long as the process runs."""

NOTICED_BY = "Key That The Pool Has Withdrawn Is Refused"


def apply() -> None:
    """Add new keys to the old ones."""
    from api_gateway.signing_keys import SigningKeys

    fetch = SigningKeys._fetch

    def fetch_and_keep(self):
        known = self._keys
        fetch(self)
        self._keys = {**known, **self._keys}

    SigningKeys._fetch = fetch_and_keep
