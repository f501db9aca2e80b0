"""When the keys of the user pool have to be renewed and cannot be fetched, the known ones are forgotten."""

NOTICED_BY = "Known Key Is Trusted While No Key Can Be Fetched"
MENTIONS = "got 503"


def apply() -> None:
    """Forget before fetching."""
    from api_gateway.signing_keys import SigningKeys

    find = SigningKeys.find

    def forget_and_find(self, key_id):
        if self._are_old():
            self._keys = {}
        return find(self, key_id)

    SigningKeys.find = forget_and_find
