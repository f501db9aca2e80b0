"""The keys of the user pool are fetched once: after a rotation, nobody who signs in is served."""

NOTICED_BY = "New Key Of The Pool Is Accepted Along With The Old One"
MENTIONS = "401"


def apply() -> None:
    """Keep the first set."""
    from api_gateway.signing_keys import SigningKeys

    fetch = SigningKeys._fetch

    def fetch_once(self):
        if not self._keys:
            fetch(self)

    SigningKeys._fetch = fetch_once
