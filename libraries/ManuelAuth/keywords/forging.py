"""Forged tokens, and tokens minted with the user pool's own key."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ManuelAuth.forge import FORGERIES
from ManuelAuth.forge.algorithms import WEAK_SECRETS
from ManuelAuth.forge.key_server import start_key_server
from ManuelAuth.session import SignInSession


class ForgingKeywords:
    """What an attacker would send instead of a genuine token."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Forgery"])
    def forge_token(self, forgery: str, **options: str) -> Secret:
        """Return a token forged from the current user's token.

        Args:
            forgery: The name of the forgery; [Get Forgeries] lists them.
            options: Options of the forgery, such as `by=1 hour` for `expired`.

        Returns:
            The forged token.

        Raises:
            AssertionError: No user is signed in.
            ConfigurationError: The forgery needs the pool's own key, which this environment does not offer.
            ValueError: The forgery or the option does not exist; the message lists those that do.

        Example:
        ```robotframework
        ${token} =    Forge Token    expired    by=1 hour
        Send Request    GET    /api/user/usage    token=${token}    status=401
        ```
        """
        return self._session.forge(forgery, options)

    @keyword(tags=["Forgery"])
    def mint_token(self, **claims: Any) -> Secret:
        """Return a copy of the current user's token with other claims, signed with the user pool's own key.

        Needs the capability `signing-key`. The signature of such a token is valid: only its claims can make the backend refuse
        it.

        Args:
            claims: Claims to set; a claim with the value `${None}` is left out.

        Returns:
            The token.

        Raises:
            AssertionError: No user is signed in.
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
    def get_forgeries(self) -> list[str]:
        """Return the names of the forgeries that an attacker can make, without the user pool's own key.

        Example:
        ```robotframework
        ${forgeries} =    Get Forgeries
        FOR    ${forgery}    IN    @{forgeries}
            Token Should Be Refused    ${forgery}
        END
        ```
        """
        return [name for name, forgery in FORGERIES.items() if not forgery.needs_signing_key]

    @keyword(tags=["Forgery", "Getter"])
    def get_forgeries_with_signing_key(self) -> list[str]:
        """Return the names of the forgeries that must be signed with the user pool's own key.

        Example:
        ```robotframework
        ${forgeries} =    Get Forgeries With Signing Key
        FOR    ${forgery}    IN    @{forgeries}
            Token Should Be Refused    ${forgery}
        END
        ```
        """
        return [name for name, forgery in FORGERIES.items() if forgery.needs_signing_key]

    @keyword(tags=["Forgery", "Getter"])
    def get_weak_secrets(self) -> list[str]:
        """Return secrets that are easy to guess, for the option `secret` of the forgery `hs256-weak-secret`.

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
        """Serve the attacker's keys on this machine; the `jku` and `x5u` of later forgeries point to this server.

        Returns:
            The URL of the key set.

        Example:
        ```robotframework
        Start Attacker Key Server
        Token Should Be Refused    jku-of-the-attacker
        Attacker Key Server Should Not Have Been Contacted
        [Teardown]    Stop Attacker Key Server
        ```
        """
        if self._session.key_server is None:
            self._session.key_server = start_key_server()
        return self._session.key_server.url

    @keyword(tags=["Forgery", "Assertion"])
    def attacker_key_server_should_not_have_been_contacted(self) -> None:
        """Fail if the attacker's keys were requested, which a verifier that trusts only its own pool never does (CWE-918).

        Raises:
            AssertionError: The keys were requested, or the server is not running.

        Example:
        ```robotframework
        Start Attacker Key Server
        Token Should Be Refused    jku-of-the-attacker
        Attacker Key Server Should Not Have Been Contacted
        ```
        """
        if self._session.key_server is None:
            raise AssertionError(
                "The attacker's key server is not running: call Start Attacker Key Server first."
            )
        if self._session.key_server.requests:
            raise AssertionError(
                "Expected no request for the attacker's keys.\n"
                f"Got {len(self._session.key_server.requests)}: {'; '.join(self._session.key_server.requests)}\n"
                "Hint: does the verifier follow jku or x5u in a token's header (RFC 8725, section 3.10)?"
            )

    @keyword(tags=["Forgery"])
    def stop_attacker_key_server(self) -> None:
        """Stop the server that [Start Attacker Key Server] started, if it is running.

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
