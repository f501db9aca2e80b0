"""Booleans of user pools, which are text.

Source: moto's test that is verified on AWS, in tests/test_cognitoidp/test_cognitoidp.py:
`test_forgot_password_with_email_delivery_details`.
"""


def is_boolean(text: str) -> bool:
    """Return whether a text is a boolean, in whatever case it is written."""
    return text.lower() in ("true", "false")


def is_true(text: str | None) -> bool:
    """Return whether a boolean is true; one that is missing is not."""
    return text is not None and text.lower() == "true"
