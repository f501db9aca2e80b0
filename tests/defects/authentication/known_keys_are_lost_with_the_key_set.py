"""While the keys of the user pool can't be fetched, nobody is served, known key or not."""

NOTICED_BY = "Unknown Key Is Refused While No Key Can Be Fetched"


def apply() -> None:
    """Forget what is known before fetching."""
    from api_gateway.signing_keys import SigningKeys

    fetch = SigningKeys._fetch

    def forget_and_fetch(self):
        self._keys = {}
        fetch(self)

    SigningKeys._fetch = forget_and_fetch
