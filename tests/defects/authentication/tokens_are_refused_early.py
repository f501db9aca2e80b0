"""The API refuses tokens that will expire within five minutes."""

NOTICED_BY = "Token Is Accepted Until Its Last Minute"


def apply() -> None:
    """Compare with a time in the future."""
    import time
    from types import SimpleNamespace

    from api_gateway import authorizer

    authorizer.time = SimpleNamespace(time=lambda: time.time() + 300)
