"""Whether a test keeps within the rate limit of its user."""

from robot.api import SkipExecution

from ManuelEnvironment import current_environment


def require_requests_of_a_user(number: int) -> None:
    """Skip the test if a user may not send that many requests within the window of the rate limit."""
    allowed = current_environment().settings.rate_limit_requests
    if allowed < number:
        raise SkipExecution(f"rate_limit_requests is {allowed}; this test needs {number}")
