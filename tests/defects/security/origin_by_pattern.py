"""Allowed origins are patterns, in which a dot matches any character."""

NOTICED_BY = "Other Origins Can't Read A User's Answers"


def apply() -> None:
    """Match without escaping."""
    import re

    from api_gateway.cors import CorsPolicy

    CorsPolicy.is_allowed = lambda self, origin: any(
        re.fullmatch(allowed, origin or "") for allowed in self._allowed_origins
    )
