"""A preflight allows every method that any path has."""

NOTICED_BY = "Preflight Lists Only The Methods Of The Path"


def apply() -> None:
    """List them all."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight
    CorsPolicy.preflight = lambda self, origin, methods: preflight(
        self, origin, ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    )
