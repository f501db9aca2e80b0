"""A preflight does not allow the header with which a page repeats an upload safely."""

NOTICED_BY = "Preflight Allows The Headers That The Path Understands"
MENTIONS = "Idempotency-Key"


def apply() -> None:
    """Omit it."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight

    def preflight_without_key(self, origin, methods):
        self._request_headers = [name for name in self._request_headers if name != "Idempotency-Key"]
        return preflight(self, origin, methods)

    CorsPolicy.preflight = preflight_without_key
