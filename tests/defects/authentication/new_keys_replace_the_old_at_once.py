"""Only the newest of the published keys is trusted, so that a rotation signs everybody out."""

NOTICED_BY = "New Key Of The Pool Is Accepted Along With The Old One"
MENTIONS = "401"


def apply() -> None:
    """Keep the last key of the set."""
    from api_gateway.signing_keys import SigningKeys

    fetch = SigningKeys._fetch

    def fetch_newest(self):
        fetch(self)
        self._keys = dict([list(self._keys.items())[-1]])

    SigningKeys._fetch = fetch_newest
