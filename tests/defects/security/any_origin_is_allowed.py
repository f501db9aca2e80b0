"""Every response can be read by every origin."""

NOTICED_BY = "Wildcard Origin Is Never Allowed"


def apply() -> None:
    """Answer with `*`."""
    from api_gateway.cors import VARY, CorsPolicy

    CorsPolicy.answer_headers = lambda self, _origin: [VARY, ("Access-Control-Allow-Origin", "*")]
