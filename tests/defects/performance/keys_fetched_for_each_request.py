"""The signing keys are fetched for each request."""

NOTICED_BY = "Token Keys Are Fetched Once"


def apply() -> None:
    """Fetch them first."""
    from api_gateway.signing_keys import SigningKeys

    find = SigningKeys.find

    def fetch_and_find(self, key_id):
        self.fetch()
        return find(self, key_id)

    SigningKeys.find = fetch_and_find
