"""A second web application is allowed."""

CHOICES = {"allowed_origins": ["https://manuel.example.org", "https://app.manuel.yourdomain.com"]}


def apply() -> None:
    """Change nothing but the choice."""
