"""Known keys are forgotten when none could be fetched for a quarter of an hour."""

NOTICED_BY = "Known Key Is Trusted While No Key Can Be Fetched"
MENTIONS = "401"


def apply() -> None:
    """Give them an age at which they expire."""
    from api_gateway.signing_keys import SigningKeys

    renew = SigningKeys._renew

    def renew_or_expire(self):
        renew(self)
        if self._clock() - self._fetched_at > 900:
            self._keys = {}

    SigningKeys._renew = renew_or_expire
