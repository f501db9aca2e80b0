"""Of the keys of a pool, only two are known, since a pool has two as a rule."""

NOTICED_BY = "New Key Of The Pool Is Accepted Along With The Old One"
MENTIONS = "401"


def apply() -> None:
    """Leave the others out."""
    from itertools import islice

    from api_gateway.signing_keys import SigningKeys

    fetch = SigningKeys._fetch

    def fetch_two(self):
        fetch(self)
        self._keys = dict(islice(self._keys.items(), 2))

    SigningKeys._fetch = fetch_two
