"""The time of the user pool."""

from datetime import timedelta

from robot.api.deco import keyword

from ManuelAuth.session import SignInSession


class PoolTimeKeywords:
    """The time by which codes, challenges and lockouts end."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Time"])
    def advance_user_pool_time_by(self, duration: timedelta) -> None:
        """Set the user pool's time forward until the test ends. Needs the capability `time-control`.

        Codes, challenges, lockouts and tokens end by it at Cognito. The API has a clock of its own: it does not accept tokens
        that are issued meanwhile.

        Args:
            duration: How far, such as `24 hours`.

        Raises:
            ConfigurationError: The environment does not offer `time-control`.

        Example:
        ```robotframework
        ${email} =    Sign Up
        ${code: Secret} =    Get Emailed Code    ${email}
        Advance User Pool Time By    24 hours
        Confirm Sign-Up    ${email}    ${code}    refusal=ExpiredCodeException
        ```
        """
        self._session.pool_time.advance(duration)
