"""Forged tokens, and tokens minted with the user pool's own key."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ManuelAuth.forge import FORGERIES
from ManuelAuth.forge.algorithms import WEAK_SECRETS
from ManuelAuth.forge.key_server import KeyServer
from ManuelAuth.session import SignInSession


class ForgingKeywords:
    """What an attacker would send in place of a token."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Forgery"])
    def forge_token(self, forgery: str, **options: str) -> Secret:
        """Make a forged token out of the current user's token.

        Args:
            forgery: Its name; [Get Forgeries] lists them all.
            options: Its options, as `by=1 hour` of `expired`.

        Returns:
            The forged token.

        Raises:
            AssertionError: Nobody is signed in.
            ConfigurationError: It must be signed with the pool's own key, which this environment does not
                offer.
            ValueError: There is no such forgery or option; the message says which there are.

        Example:
        ```robotframework
        ${token} =    Forge Token    expired    by=1 hour
        Send Request    GET    /api/user/usage    token=${token}    status=401
        ```
        """
        return self._session.forge(forgery, options)

    @keyword(tags=["Forgery"])
    def mint_token(self, **claims: Any) -> Secret:
        """Make a token like the current user's, with other claims, signed with the user pool's own key.

        Needs the capability `signing-key`. Such a token is a good one: what is tested is what the backend
        makes of its claims.

        Args:
            claims: Claims to set; one that is `${None}` is left out.

        Returns:
            The token.

        Raises:
            AssertionError: Nobody is signed in.
            ConfigurationError: This environment does not offer the key.

        Example:
        ```robotframework
        VAR    @{groups}    nonadmin    admin2
        ${token} =    Mint Token    cognito:groups=${groups}
        Send Request    POST    /health/circuit-breakers/bedrock/reset    token=${token}    status=403
        ```
        """
        material = self._session.forge_material(with_signing_key=True)
        removed = {name for name, value in claims.items() if value is None}
        payload = {
            name: value for name, value in {**material.claims, **claims}.items() if name not in removed
        }
        return Secret(material.signed_by_the_pool(payload))

    @keyword(tags=["Forgery", "Getter"])
    def get_forgeries(self, *, with_signing_key: bool = False) -> list[str]:
        """The names of all forgeries of one kind.

        Args:
            with_signing_key: Those that must be signed with the user pool's own key, in place of all others.

        Example:
        ```robotframework
        ${forgeries} =    Get Forgeries
        FOR    ${forgery}    IN    @{forgeries}
            Token Should Be Refused    ${forgery}
        END
        ```
        """
        return [name for name, forgery in FORGERIES.items() if forgery.needs_signing_key == with_signing_key]

    @keyword(tags=["Forgery", "Getter"])
    def get_weak_secrets(self) -> list[str]:
        """Secrets that are easily guessed, for the option `secret` of the forgery `hs256-weak-secret`.

        Example:
        ```robotframework
        ${secrets} =    Get Weak Secrets
        FOR    ${secret}    IN    @{secrets}
            Token Should Be Refused    hs256-weak-secret    secret=${secret}
        END
        ```
        """
        return list(WEAK_SECRETS)

    @keyword(tags=["Forgery"])
    def start_attacker_key_server(self) -> str:
        """Serve the attacker's keys on this machine; `jku` and `x5u` of forgeries point there from here on.

        Returns:
            The address of the key set.

        Example:
        ```robotframework
        Start Attacker Key Server
        Token Should Be Refused    jku-of-the-attacker
        Attacker Key Server Should Not Have Been Asked
        [Teardown]    Stop Attacker Key Server
        ```
        """
        if self._session.key_server is None:
            self._session.key_server = KeyServer()
        return self._session.key_server.url

    @keyword(tags=["Forgery", "Assertion"])
    def attacker_key_server_should_not_have_been_asked(self) -> None:
        """Fail if anybody fetched the attacker's keys, which a verifier that trusts only its own pool never does (CWE-918).

        Raises:
            AssertionError: Somebody did, or the server is not running.

        Example:
        ```robotframework
        Start Attacker Key Server
        Token Should Be Refused    jku-of-the-attacker
        Attacker Key Server Should Not Have Been Asked
        ```
        """
        if self._session.key_server is None:
            raise AssertionError(
                "The attacker's key server is not running: call Start Attacker Key Server first."
            )
        if self._session.key_server.requests:
            raise AssertionError(
                "Expected nobody to fetch the attacker's keys.\n"
                f"Got {len(self._session.key_server.requests)} requests: {'; '.join(self._session.key_server.requests)}\n"
                "Hint: the verifier follows jku, x5u or jwk of a token's header (RFC 8725, section 3.10)."
            )

    @keyword(tags=["Forgery"])
    def stop_attacker_key_server(self) -> None:
        """Stop the server that [Start Attacker Key Server] started, if it runs.

        Example:
        ```robotframework
        Start Attacker Key Server
        Token Should Be Refused    jku-of-the-attacker
        [Teardown]    Stop Attacker Key Server
        ```
        """
        if self._session.key_server is not None:
            self._session.key_server.stop()
            self._session.key_server = None
