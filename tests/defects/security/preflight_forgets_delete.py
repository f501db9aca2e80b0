"""A preflight names the usual methods, and forgets the one that deletes."""

NOTICED_BY = "Preflight From An Allowed Origin Lists The Methods"


def apply() -> None:
    """Leave it out."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight
    CorsPolicy.preflight = lambda self, origin, methods: preflight(
        self, origin, [method for method in methods if method != "DELETE"]
    )
