"""Each token with an unknown key makes the authorizer fetch the key set, so that anybody can have it fetched all the time."""

NOTICED_BY = "Unknown Keys Are Not Looked For At Each Request"
MENTIONS = "at most 2"


def apply() -> None:
    """Make no pause between fetches."""
    from api_gateway import signing_keys

    signing_keys.PAUSE_SECONDS = 0
