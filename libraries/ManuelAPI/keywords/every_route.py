"""Requests to every operation of the contract."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from robot.api.deco import keyword
from robot.api.types import Secret

from cause_register.forms import ExpectedStatus
from ManuelAPI.client import ApiClient, ApiRequest, body_of
from ManuelAPI.contract import Operation
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.forged_tokens import forged_token
from ManuelAPI.many_responses import require_each
from ManuelAPI.mistakes import find_mistake
from ManuelAPI.valid_requests import PROBE, can_be_served, every_operation, require_ids, valid_request
from ManuelAuth.bearer import MaskedHeader

if TYPE_CHECKING:
    from requests import Response

UNAUTHORIZED = 401
SUCCESSES = range(200, 300)


class EveryRouteKeywords:
    """Keywords that send a request to every route, so that a new route of the contract is covered as well."""

    def __init__(self, client: ApiClient, created: CreatedManuals) -> None:
        self._client = client
        self._created = created

    @keyword(tags=["Every route", "Request"])
    def call_every_route(
        self,
        *,
        limited_by: Literal["user", "address"] | None = None,
        origin: str | None = None,
        version: str | None = None,
        status: int | None = None,
        **ids: str,
    ) -> "list[Response]":
        """Send a valid request to every route of the contract, and require that each is served.

        The requests are made from the contract's examples, with a manual and a recording of `resources/data`. Those that delete
        something come last, and one needs an administrator. In a deployed environment, what they upload is deleted when the
        test ends.

        Args:
            limited_by: Only routes whose requests are limited per `user`, or per `address`; by default all routes.
            origin: The origin of the page that sends the requests, as `Origin`; by default no page does.
            version: The API version to ask for, as `API-Version`; by default none.
            status: The status that each response must have; by default any status of success.
            ids: The id of a manual and of an ingestion job of the current user, by the names of the contract: `id`, `jobId`.

        Returns:
            The responses.

        Raises:
            AssertionError: A response has another status; the message lists all that do.
            ValueError: An id is missing.

        Example:
        ```robotframework
        Sign In As Admin
        ${manual} =    Upload Manual    thermostat.pdf
        ${job_id} =    Wait Until Ingestion Begins    ${manual}
        ${responses} =    Call Every Route    id=${manual.manual_id}    jobId=${job_id}
        ```
        """
        operations = [
            each
            for each in every_operation()
            if limited_by in (None, each.limited_by) and can_be_served(each)
        ]
        if status is None:
            for operation in operations:
                require_ids(operation, ids)
        headers = _given({"Origin": origin, "API-Version": version})
        responses = self._send((valid_request(each, ids) for each in operations), headers)
        wanted = SUCCESSES if status is None else (status,)
        expected = "have a status of success" if status is None else f"have {ExpectedStatus(status)}"
        require_each(responses, expected, lambda response: response.status_code in wanted)
        return responses

    @keyword(tags=["Every route", "Request"])
    def make_mistake_on_every_route(
        self, mistake: str, *, origin: str | None = None, **ids: str
    ) -> "list[Response]":
        """Send a request with one mistake, otherwise valid, to every route of the contract where that mistake is possible.

        Args:
            mistake: `no token`, `malformed token`, `unknown method`, `HEAD`, `unknown version`, `unknown version in Accept`,
                `unknown version in the query`, `too long header`, `too long body`, `other media type`, `broken JSON`,
                `empty object` or `unknown id`.
            origin: As for [Call Every Route].
            ids: As for [Call Every Route]; by default the contract's examples, which name nothing.

        Returns:
            The responses, whatever they are.

        Raises:
            ValueError: There is no such mistake.

        Example:
        ```robotframework
        Sign In
        ${errors} =    Make Mistake On Every Route    broken JSON
        Each Error Should Be    ${errors}    400    invalid_json
        ```
        """
        chosen = find_mistake(mistake)
        operations = [each for each in every_operation() if chosen.can_be_made_on(each)]
        requests = (chosen.make(valid_request(each, ids)) for each in operations)
        return self._send(requests, _given({"Origin": origin}))

    @keyword(tags=["Every route", "Request"])
    def ask_every_route_for(self, **ids: str) -> "list[Response]":
        """Send a valid request to every route that is about something of one user: a manual, an ingestion job.

        Args:
            ids: The id of a manual and of an ingestion job, by the names of the contract: `id`, `jobId`.

        Returns:
            The responses, whatever they are.

        Raises:
            ValueError: An id is missing.

        Example:
        ```robotframework
        Sign In As Second User
        ${of_others} =    Ask Every Route For    id=${manual.manual_id}    jobId=${job_id}
        Each Error Should Be    ${of_others}    404    not_found
        ```
        """
        operations = [each for each in every_operation() if each.owned_parameters]
        for operation in operations:
            require_ids(operation, ids)
        return self._send(valid_request(each, ids) for each in operations)

    @keyword(tags=["Every route", "Token", "Assertion"])
    def token_should_be_refused_on_every_route(self, forgery: Secret | str, **options: str) -> None:
        """Fail unless every route that needs a token rejects this one with `401`.

        The genuine token is sent first, to one route, and must be accepted.

        Args:
            forgery: A token, or the name of a forgery of the current user's token: see `Forge Token` of the library
                `ManuelAuth`.
            options: The forgery's options, for example `by=1 hour` for `expired`.

        Raises:
            AssertionError: The genuine token was rejected, or the forged one was not on some routes; the message lists them.
            ValueError: There is no such forgery.

        Example:
        ```robotframework
        *** Test Cases ***
        Forged Token Is Refused On Every Route    [Template]    Token Should Be Refused On Every Route
            alg-none
            expired    by=1 hour
        ```
        """
        forged = forged_token(forgery, options)
        self._client.call("GET", PROBE, status=200)
        responses = self._send(
            _with_token(each, forged.token) for each in every_operation() if each.needs_token
        )
        require_each(responses, f"have {forged.expected(UNAUTHORIZED)}", _is_unauthorized)

    def _send(
        self, requests: Iterable[ApiRequest], headers: Mapping[str, str] | None = None
    ) -> "list[Response]":
        return [self._send_one(request, headers or {}) for request in requests]

    def _send_one(self, request: ApiRequest, headers: Mapping[str, str]) -> "Response":
        response = self._client.send(_with_headers(request, headers))
        if request.method == "POST" and response.ok and "manual_id" in body_of(response):
            self._created.remember(body_of(response).manual_id)
        return response


def _given(headers: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if value is not None}


def _with_headers(request: ApiRequest, headers: Mapping[str, str]) -> ApiRequest:
    return replace(request, headers={**headers, **request.headers})


def _with_token(operation: Operation, token: Secret) -> ApiRequest:
    request = valid_request(operation, {})
    return replace(request, headers={"Authorization": MaskedHeader(token)})


def _is_unauthorized(response: "Response") -> bool:
    return response.status_code == UNAUTHORIZED
