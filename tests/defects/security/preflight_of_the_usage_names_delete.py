"""A preflight allows DELETE of one's usage, which does not exist."""

NOTICED_BY = "Preflight Lists Only The Methods Of The Path"
MENTIONS = "DELETE"


def apply() -> None:
    """Add the method."""
    from api_gateway.routes import Resource

    methods = Resource.methods.fget
    Resource.methods = property(
        lambda self: (*methods(self), *(("DELETE",) if self.path == "/api/user/usage" else ()))
    )
