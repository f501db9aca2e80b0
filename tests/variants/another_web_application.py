"""Another web application is allowed beside the first."""

CHOICES = {"allowed_origins": ["https://manuel.example.org", "https://app.manuel.yourdomain.com"]}


def apply() -> None:
    """Nothing more than the choice."""
