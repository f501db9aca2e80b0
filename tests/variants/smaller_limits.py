"""The deployment has other limits and quotas."""

CHOICES = {
    "daily_quota": 30,
    "monthly_quota": 400,
    "question_length": 600,
    "body_limit_mb": 6,
    "rate_limit_requests": 70,
    "address_rate_limit_requests": 700,
    "rate_limit_window_seconds": 30,
}


def apply() -> None:
    """Change nothing but the choices."""
