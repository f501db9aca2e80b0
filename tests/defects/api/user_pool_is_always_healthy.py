"""The deep health check reports the user pool as healthy although its keys cannot be fetched."""

NOTICED_BY = "Health Of Every Dependency Is Its Own"


def apply() -> None:
    """Ignore the failure."""
    from contextlib import suppress

    from api_gateway.signing_keys import SigningKeys, SigningKeysUnavailableError

    fetch = SigningKeys.fetch

    def fetch_if_possible(self):
        with suppress(SigningKeysUnavailableError):
            fetch(self)

    SigningKeys.fetch = fetch_if_possible
