"""The origin `null` of sandboxed pages is allowed."""

NOTICED_BY = "Preflight From Another Origin Allows Nothing"


def apply() -> None:
    """Add it to the list."""
    from api_gateway.cors import CorsPolicy

    create = CorsPolicy.__init__
    CorsPolicy.__init__ = lambda self, allowed_origins, **others: create(
        self, [*allowed_origins, "null"], **others
    )
