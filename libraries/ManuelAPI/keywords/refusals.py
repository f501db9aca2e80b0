"""The tokens that the API accepts."""

from typing import TYPE_CHECKING

from robot.api.deco import keyword
from robot.api.types import Secret

from cause_register.failed_requests import STATUSES_OF_UNKNOWN_OPERATION
from ManuelAPI.client import ApiClient, ApiRequest, body_of
from ManuelAPI.contract_check import manuel_contract, operation_of
from ManuelAPI.error_types import error_type_of
from ManuelAPI.failures import describe_status, failure
from ManuelAPI.forged_tokens import forged_token
from ManuelAPI.operation_probes import probe_of
from ManuelAPI.preconditions import require_success
from ManuelAPI.valid_requests import PROBE
from ManuelAuth.bearer import MaskedHeader
from ManuelAuth.session import sign_in_session
from ManuelEnvironment.causes import is_own_failure

if TYPE_CHECKING:
    from requests import Response

UNAUTHORIZED = 401
SLOW_SECONDS = 3.0


class RefusalKeywords:
    """Keywords that send forged tokens."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Token", "Assertion"])
    def token_should_be_refused(
        self,
        forgery: Secret | str,
        *,
        method: str = "GET",
        path: str = PROBE,
        status: int = UNAUTHORIZED,
        **options: str,
    ) -> None:
        """Fail unless the API rejects this token.

        The genuine token is sent first and must be accepted. The forged one must then be refused with `401`, without a delay.
        That the response says no more than to any other invalid token, `Unauthorized`, is a matter of the contract.

        Args:
            forgery: A token, or the name of a forgery of the current user's token: see `Forge Token` of the library
                `ManuelAuth`.
            method: The method of the request with the forged token.
            path: The path of the request with the forged token.
            status: The expected status.
            options: The forgery's options, for example `by=1 hour` for `expired`.

        Raises:
            AssertionError: The genuine token was rejected, or the forged one was accepted or rejected in another way.
            BlockedByCauseError: The API does not have the operation, as a probe with the genuine token shows as well.
            ValueError: There is no such forgery.

        Example:
        ```robotframework
        *** Test Cases ***
        Forged Token Is Refused    [Template]    Token Should Be Refused
            alg-none
            hs256-signed-with-the-public-key
            expired    by=1 hour
        ```
        """
        forged = forged_token(forgery, options)
        self._client.call("GET", PROBE)
        response = self._client.send(_request(method, path, forged.token))
        if response.status_code != status:
            if response.status_code in STATUSES_OF_UNKNOWN_OPERATION:
                self._require_operation(method, path, response)
            raise failure(forged.expected(status), describe_status(response), response)
        if response.elapsed.total_seconds() > SLOW_SECONDS:
            raise failure(
                f"the forged token {forged.name} to be rejected within {SLOW_SECONDS:g} s",
                f"a response after {response.elapsed.total_seconds():.1f} s",
                response,
                "Does the verifier execute what the token's header contains, or fetch what it refers to?",
            )

    @keyword(tags=["Token", "Assertion"])
    def token_should_be_accepted(self, token: Secret, *, path: str = PROBE) -> None:
        """Fail unless the API accepts this token as one of the current user's.

        Args:
            token: The token to send.
            path: The path to request with `GET`; its response must have a `user_id`.

        Raises:
            AssertionError: The token was rejected, or taken for another user's.

        Example:
        ```robotframework
        ${token} =    Mint Token    name=Zoë ÿ?
        Token Should Be Accepted    ${token}
        ```
        """
        expected = sign_in_session().require_identity().user_id
        response = self._client.send(_request("GET", path, token), status=200)
        user_id = body_of(response).get("user_id")
        if user_id != expected:
            raise failure(f"a response for user {expected}", f"one for {user_id}", response)

    def _require_operation(self, method: str, path: str, refused: "Response") -> None:
        """Block the test if a probe with the genuine token shows as well that the API does not have the operation.

        An error in the form of the contract comes from the operation itself. The probe changes nothing.
        """
        operation = manuel_contract().find_operation(method, path)
        if operation is None or error_type_of(refused) is not None:
            return
        response = self._client.send(probe_of(operation))
        is_alike = response.status_code == refused.status_code and error_type_of(response) is None
        if is_alike and not is_own_failure(operation_of(response)):
            require_success(response)


def _request(method: str, path: str, token: Secret) -> ApiRequest:
    return ApiRequest(method, path, headers={"Authorization": MaskedHeader(token)})
