"""A preflight does not allow DELETE."""

NOTICED_BY = "Preflight From An Allowed Origin Lists The Methods"


def apply() -> None:
    """Omit it."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight
    CorsPolicy.preflight = lambda self, origin, methods: preflight(
        self, origin, [method for method in methods if method != "DELETE"]
    )
