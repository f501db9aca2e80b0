"""Sign in at Manuel's Cognito user pool, and everything about its tokens."""

from robot.api.deco import library

from ManuelAuth.keywords.forging import ForgingKeywords
from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.reading_tokens import ReadingTokensKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.listener import IdentityScopes
from ManuelAuth.session import sign_in_session
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelAuth(KeywordLibrary):
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

    ## Forged tokens

    [Forge Token] makes what an attacker would send, by name; [Get Forgeries] lists the names. `Token Should
    Be Refused` of the library `ManuelAPI` sends one, after it has shown that the good token is accepted. The
    names follow RFC 8725, "JSON Web Token Best Current Practices"; those that need the user pool's own key
    exist only where the environment offers `signing-key`.

    ## Secrets

    Passwords and tokens are of Robot Framework's type `Secret`: logs show `<secret>`, at every log level.
    """

    def __init__(self) -> None:
        session = sign_in_session()
        components = [
            SigningInKeywords(session),
            ReadingTokensKeywords(session),
            PasswordKeywords(session),
            ForgingKeywords(session),
            IdentityScopes(session),
        ]
        super().__init__(components)
