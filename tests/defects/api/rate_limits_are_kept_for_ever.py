"""The rows of the rate limit, one for each user and minute, are kept for a year."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Keep them."""
    from manuel_sandbox.domain import rate_limit

    ceil = rate_limit.math.ceil

    class Late:
        @staticmethod
        def ceil(moment):
            return ceil(moment) + 365 * 86_400

    rate_limit.math = Late
