"""Keywords for the keys of the stand-in's user pools."""

from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection


class UserPoolKeywords:
    """Keywords that rotate the keys of the user pool that the backend trusts."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(tags=["User pool"])
    def rotate_signing_keys(self) -> None:
        """Let a new key sign the tokens of the backend's user pool; the old ones are published still.

        Call [Restore Signing Keys] in the teardown: the pool stays for the tests that follow.

        Raises:
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Rotate Signing Keys
        Sign In
        Get Usage
        [Teardown]    Restore Signing Keys
        ```
        """
        self._aws.post(self._path)

    @keyword(tags=["User pool"])
    def withdraw_old_signing_keys(self) -> None:
        """Let the backend's user pool publish only the key that signs, as it does when a rotation is over.

        Raises:
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Rotate Signing Keys
        Withdraw Old Signing Keys
        Advance Time By    10 minutes
        Get Usage    status=401
        [Teardown]    Restore Signing Keys
        ```
        """
        self._aws.delete(f"{self._path}/old")

    @keyword(tags=["User pool"])
    def restore_signing_keys(self) -> None:
        """Let the key that signed before [Rotate Signing Keys] sign again, and publish no other.

        Raises:
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Rotate Signing Keys
        Sign In
        [Teardown]    Restore Signing Keys
        ```
        """
        self._aws.delete(self._path)

    @property
    def _path(self) -> str:
        from ManuelEnvironment import current_environment

        return f"keys/{current_environment().user_pool_id}"
