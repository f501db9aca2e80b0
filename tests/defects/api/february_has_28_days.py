"""The month of an exhausted quota ends on the 28th of February, also in leap years."""

NOTICED_BY = "Refusal In February Of A Leap Year Ends At The Start Of March"
MENTIONS = "retry_after"


def apply() -> None:
    """Leave the 29th out."""
    from datetime import date

    from manuel_sandbox.domain import quota

    first_of_next_month = quota.first_of_next_month

    def without_the_29th(day):
        return date(day.year, 2, 29) if (day.month, day.year % 4) == (2, 0) else first_of_next_month(day)

    quota.first_of_next_month = without_the_29th
