"""Every answer may be read by every page."""

NOTICED_BY = "Wildcard Origin Is Never Allowed"


def apply() -> None:
    """Answer with a star."""
    from api_gateway.cors import VARY, CorsPolicy

    CorsPolicy.answer_headers = lambda self, _origin: [VARY, ("Access-Control-Allow-Origin", "*")]
