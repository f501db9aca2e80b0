"""That the transcriber has too many jobs is reported as if the user had sent too many requests."""

NOTICED_BY = "Throttling That Lasts Is Not Blamed On The User"
MENTIONS = "429"


def apply() -> None:
    """Answer its limit with 429."""
    from manuel_sandbox.aws.dependency import Dependency
    from manuel_sandbox.domain.errors import RateLimitExceededError

    attempt = Dependency.attempt

    def attempt_within_limit(self, operation, /, *args, **kwargs):
        try:
            return attempt(self, operation, *args, **kwargs)
        except Exception as error:
            if getattr(error, "cause_type", "") == "LimitExceededException":
                raise RateLimitExceededError("Too many requests.", retry_after=5) from error
            raise

    Dependency.attempt = attempt_within_limit
