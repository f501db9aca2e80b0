"""That S3 asks to slow down is reported as if the user had sent too many requests."""

NOTICED_BY = "Throttling That Lasts Is Not Blamed On The User"
MENTIONS = "429"


def apply() -> None:
    """Answer it with 429."""
    from manuel_sandbox.aws.dependency import Dependency
    from manuel_sandbox.domain.errors import RateLimitExceededError

    attempt = Dependency.attempt

    def attempt_slowly(self, operation, /, *args, **kwargs):
        try:
            return attempt(self, operation, *args, **kwargs)
        except Exception as error:
            if getattr(error, "cause_type", "") == "SlowDown":
                raise RateLimitExceededError("Too many requests.", retry_after=5) from error
            raise

    Dependency.attempt = attempt_slowly
