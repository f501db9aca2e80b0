"""A user's own attributes, and the code that verifies a new address."""

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.session import SignInSession


class OwnAttributesKeywords:
    """What users say about themselves."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["User"])
    def change_own_attribute(self, name: str, value: str, *, refusal: str | None = None) -> DotDict:
        """Change an attribute of the current user, as the user. Works only for users that this run created.

        Args:
            name: The attribute, such as `name` or `email`.
            value: Its new value.
            refusal: The code of the error that Cognito must refuse with; by default it must succeed.

        Returns:
            `CodeDeliveryDetailsList`: how the code that verifies a new address is delivered; the refusal if one is expected.

        Raises:
            AssertionError: The environment keeps this user for all tests, or the outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Sign In
        Change Own Attribute    name    Ada
        ${attributes} =    Get Own User Attributes
        Should Be Equal    ${attributes.name}    Ada
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        self._session.require_disposable(identity.email)
        return cognito.send(
            f"{identity.email} to change its {name}",
            lambda: cognito.client.update_user_attributes(
                AccessToken=identity.access_token.value, UserAttributes=[{"Name": name, "Value": value}]
            ),
            refusal=refusal,
        )

    @keyword(tags=["User"])
    def verify_own_address(self, code: Secret, *, refusal: str | None = None) -> DotDict:
        """Verify the current user's e-mail address, the new one if it has been changed, with the code that was sent to it.

        Args:
            code: What `Get Emailed Code` returned.
            refusal: The code of the error that Cognito must refuse with, such as `CodeMismatchException`; by default it must
                succeed.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Sign In
        Change Own Attribute    email    ada@example.com
        ${code: Secret} =    Get Emailed Code    ada@example.com
        Verify Own Address    ${code}
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        return cognito.send(
            f"{identity.email} to verify its address",
            lambda: cognito.client.verify_user_attribute(
                AccessToken=identity.access_token.value, AttributeName="email", Code=code.value
            ),
            refusal=refusal,
        )
