"""Only the first of the allowed origins is allowed."""

NOTICED_BY = "Every Allowed Origin Is Allowed"
CHOICES = {"allowed_origins": ["https://app.manuel.yourdomain.com", "https://manuel.example.org"]}


def apply() -> None:
    """Keep the first."""
    from api_gateway.cors import CorsPolicy

    create = CorsPolicy.__init__
    CorsPolicy.__init__ = lambda self, allowed_origins, **others: create(self, allowed_origins[:1], **others)
