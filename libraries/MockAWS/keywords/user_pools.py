"""Keywords for what the stand-in's user pools send, and for their keys."""

from robot.api.deco import keyword
from robot.api.types import Secret

from MockAWS.aws_connection import AwsConnection


class UserPoolKeywords:
    """Keywords that read the codes that user pools send, and rotate the keys of the one that the backend trusts."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(tags=["User pool", "Getter"])
    def get_emailed_code(self, email: str) -> Secret:
        """Return the latest code that a user pool has sent to an address, to confirm a sign-up, a new password or the address.

        Args:
            email: The address, in whatever case.

        Raises:
            AssertionError: Nothing was sent to it.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        ${email} =    Sign Up
        ${code: Secret} =    Get Emailed Code    ${email}
        Confirm Sign-Up    ${email}    ${code}
        ```
        """
        messages = self._sent_to(email)
        if not messages:
            raise AssertionError(
                f"Expected a code that was sent to {email}.\nGot no message.\n"
                "Hint: does the user pool verify e-mail addresses (AutoVerifiedAttributes), and does it know the user?"
            )
        return Secret(messages[-1]["code"])

    @keyword(tags=["User pool", "Assertion"])
    def codes_should_have_been_emailed(self, email: str, count: int) -> None:
        """Fail unless user pools have sent exactly this many codes to an address.

        Args:
            email: The address, in whatever case.
            count: How many; 0 checks that there is none.

        Raises:
            AssertionError: There are more or fewer.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Forget Password    nobody@example.com
        Codes Should Have Been Emailed    nobody@example.com    0
        ```
        """
        sent = len(self._sent_to(email))
        if sent != count:
            raise AssertionError(f"Expected {count} codes sent to {email}.\nGot {sent}.")

    @keyword(tags=["User pool"])
    def rotate_signing_keys(self) -> None:
        """Let a new key sign the tokens of the backend's user pool; the old ones stay published.

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
        [Teardown]    Run Keywords    Restore Signing Keys    AND    Advance Time By    10 minutes
        ```
        """
        self._aws.delete(f"{self._path}/old")

    @keyword(tags=["User pool"])
    def restore_signing_keys(self) -> None:
        """Let the key that signed before [Rotate Signing Keys] sign again, and publish no other.

        A backend that has fetched keys meanwhile refuses the old one until it fetches them again: on a local stack,
        `Advance Time By    10 minutes` makes it do so.

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

    def _sent_to(self, email: str) -> list[dict[str, str]]:
        messages: list[dict[str, str]] = self._aws.ask("outbox", to=email)["messages"]
        return messages

    @property
    def _path(self) -> str:
        from ManuelEnvironment import current_environment

        return f"keys/{current_environment().user_pool_id}"
