"""Sign in at Manuel's Cognito user pool, and everything about its tokens."""

from robot.api.deco import library

from ManuelAuth.keywords.accounts import AccountKeywords
from ManuelAuth.keywords.app_clients import AppClientKeywords
from ManuelAuth.keywords.devices import DeviceKeywords
from ManuelAuth.keywords.forging import ForgingKeywords
from ManuelAuth.keywords.own_attributes import OwnAttributesKeywords
from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.pool_time import PoolTimeKeywords
from ManuelAuth.keywords.reading_tokens import ReadingTokensKeywords
from ManuelAuth.keywords.second_factor import SecondFactorKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.keywords.signing_up import SigningUpKeywords
from ManuelAuth.listener import IdentityScopes
from ManuelAuth.session import sign_in_session
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from ManuelEnvironment.version import VERSION


@library(scope="GLOBAL", version=VERSION, doc_format="MARKDOWN")
class ManuelAuth(KeywordLibrary):
    """Sign in, refresh and sign out with Manuel's Cognito user pool; read, verify and forge its tokens.

    %TOC%

    ## Usage

    Import the library through `resources/api.resource`, or by its name. This suite is complete:

    ```robotframework
    *** Settings ***
    Library    ManuelAPI
    Library    ManuelAuth
    Library    ManuelEnvironment

    *** Test Cases ***
    Usage Belongs To The User Who Asks
        ${owner} =    Sign In
        ${stranger} =    Sign In As Second User
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${stranger.user_id}
        Switch To User    ${owner}
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${owner.user_id}
    ```

    ## Who a test is

    [Sign In] gives a test a user. In an environment with `users: disposable` it is a new user, with its own usage, quota and
    manuals; in any other environment it is the test user of the settings, whose password is read from `MANUEL_TEST_PASSWORD`.
    If the app client has a secret, it is read from `MANUEL_CLIENT_SECRET`, or from the user pool of a template that `local` runs.
    The library `ManuelAPI` sends requests as the current user. When the test ends, its users are deleted and the identity of its
    suite is the current one again.

    ## Codes and one-time passwords

    A keyword such as [Confirm Sign-Up] expects success. With `refusal=CodeMismatchException` it expects that Cognito refuses with
    this code, and fails otherwise. `Get Emailed Code` of the library `MockAWS` reads the codes that were sent, where the
    environment offers `email-codes`; [Get One-Time Password] is the user's authenticator app.

    ## Remembered devices

    Where the environment offers `remembered-devices`, Cognito names a new device at each sign-in. [Confirm Device] registers it
    with a password of its own, and [Remember Device] lets it take the place of a second factor. [Refresh Tokens] sends the key of
    a confirmed device along, without which Cognito gives no tokens.

    ## Forged tokens

    [Forge Token] makes the token an attacker would send, by the forgery's name; [Get Forgeries] lists the names. `Token Should Be
    Refused` of the library `ManuelAPI` sends one, after it has shown that the genuine token is accepted. The names follow RFC
    8725, "JSON Web Token Best Current Practices". Forgeries that need the user pool's own key exist only in environments with the
    capability `signing-key`.

    ## Secrets

    Passwords and tokens have Robot Framework's type `Secret`: logs show `<secret>`, at every log level.
    """

    def __init__(self) -> None:
        session = sign_in_session()
        components = [
            SigningInKeywords(session),
            ReadingTokensKeywords(session),
            PasswordKeywords(session),
            SigningUpKeywords(session),
            SecondFactorKeywords(session),
            DeviceKeywords(session),
            OwnAttributesKeywords(session),
            AccountKeywords(session),
            PoolTimeKeywords(session),
            AppClientKeywords(session),
            ForgingKeywords(session),
            IdentityScopes(session),
        ]
        super().__init__(components)
