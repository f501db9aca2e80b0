"""When the keys of the user pool have to be renewed and cannot be fetched, the known ones are forgotten."""

NOTICED_BY = "Known Key Is Trusted While No Key Can Be Fetched"
MENTIONS = "got 503"


def apply() -> None:
    """Forget before fetching."""
    from api_gateway.signing_keys import SigningKeys

    renew = SigningKeys._renew

    def forget_and_renew(self, needed):
        self._keys = {}
        renew(self, needed)

    SigningKeys._renew = forget_and_renew
