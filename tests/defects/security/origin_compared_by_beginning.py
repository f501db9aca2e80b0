"""An origin that only begins like an allowed one is allowed."""

NOTICED_BY = "Other Origins Can't Read A User's Answers"


def apply() -> None:
    """Compare beginnings."""
    from api_gateway.cors import CorsPolicy

    CorsPolicy.is_allowed = lambda self, origin: (origin or "").startswith(tuple(self._allowed_origins))
