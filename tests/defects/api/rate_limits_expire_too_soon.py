"""The count of a rate limit expires before its window ends."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Let it expire at once."""
    from manuel_sandbox.domain import rate_limit

    ceil = rate_limit.math.ceil

    class Early:
        @staticmethod
        def ceil(moment):
            return ceil(moment) - 100_000

    rate_limit.math = Early
