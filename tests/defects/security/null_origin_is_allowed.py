"""The origin `null` of a sandboxed page is allowed, as local files once needed it."""

NOTICED_BY = "Preflight From Another Origin Allows Nothing"


def apply() -> None:
    """Put it on the list."""
    from api_gateway.cors import CorsPolicy

    create = CorsPolicy.__init__
    CorsPolicy.__init__ = lambda self, allowed_origins: create(self, [*allowed_origins, "null"])
