"""Sign in at Manuel's Cognito user pool, and everything about its tokens."""

from robot.api.deco import library
from robotlibcore import DynamicCore

from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.reading_tokens import ReadingTokensKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.listener import IdentityScopes
from ManuelAuth.session import SignInSession


@library(scope="GLOBAL", doc_format="MARKDOWN")
class ManuelAuth(DynamicCore):  # type: ignore[misc]  # robotlibcore has no type hints
    """Sign in, refresh and sign out at Manuel's Cognito user pool; read, verify and forge its tokens.

    %TOC%

    ## Who a test is

    [Sign In] gives a test a user. Where the environment has `users: disposable` it is a fresh one, with its
    own usage, quota and manuals; elsewhere it is the test user of the settings, whose password comes from
    `MANUEL_TEST_PASSWORD`. Requests of the library `ManuelAPI` are sent as the current user. What a test does
    here ends with the test: its users are deleted, and the identity of its suite is the current one again.

    ```robotframework
    *** Test Cases ***
    Usage Belongs To The One Who Asks
        ${owner} =    Sign In
        ${stranger} =    Sign In As Second User
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${stranger.user_id}
        Switch To User    ${owner}
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${owner.user_id}
    ```

    ## Secrets

    Passwords and tokens are of Robot Framework's type `Secret`: logs show `<secret>`, at every log level.
    """

    def __init__(self) -> None:
        session = SignInSession()
        components = [
            SigningInKeywords(session),
            ReadingTokensKeywords(session),
            PasswordKeywords(session),
            IdentityScopes(session),
        ]
        super().__init__(components)
