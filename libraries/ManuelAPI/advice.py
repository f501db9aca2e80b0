"""What to look at next after an unexpected response."""

from typing import TYPE_CHECKING, Any

from ManuelAPI.request_ids import REQUEST_ID

if TYPE_CHECKING:
    from requests import Response

NO_TOKEN = "The request had no token. Does the test sign in first? Is the route public in the contract?"
TOKEN_REJECTED = (
    "The token was rejected: Get Token Claims shows its content. Does token_kind match the API's authorizer?"
)
NO_ROUTE = "The API does not have this path or method. Is the route deployed? Is the base path in api_base_url right?"
FORBIDDEN = "The backend denied this user access. Is the user in the group?"
NO_OBJECT = "There is no such object, or another user owns it. Did this user create it? Has it been deleted?"
ADDRESS_LIMITED = "The gateway limits the rate: see address_rate_limit_requests for requests without a token."
USER_LIMITED = (
    "A rate limit or quota is used up: Get Quota shows the user's quota, and the error names the limit."
)
BY_STATUS = {
    400: "The backend rejected the request: its error names the field. Does the request match the contract?",
    405: NO_ROUTE,
    413: "The request is larger than body_limit_mb.",
    415: "The backend rejected the media type of the request, or of the file in it.",
    503: "A dependency failed, or its circuit breaker is open: see the AWS calls and Get Circuit Breakers.",
    504: "A dependency did not respond in time: see the AWS calls and their durations.",
}
SEARCH_BY_ID = "Search the backend's log for this request id."
SEARCH_BY_TIME = "Search the backend's log for a request of this method and path at this time."


def hint_for(response: "Response") -> str:
    """Return what to look at next, as the status, the request and the body of an unexpected response suggest."""
    had_token = "Authorization" in response.request.headers
    match response.status_code:
        case 401:
            return TOKEN_REJECTED if had_token else NO_TOKEN
        case 403:
            return FORBIDDEN if _is_error_of_backend(response) else NO_ROUTE
        case 404:
            return NO_OBJECT if _is_error_of_backend(response) else NO_ROUTE
        case 429:
            return USER_LIMITED if _is_error_of_backend(response) else ADDRESS_LIMITED
        case status:
            return BY_STATUS.get(status) or (
                SEARCH_BY_ID if REQUEST_ID in response.headers else SEARCH_BY_TIME
            )


def _is_error_of_backend(response: "Response") -> bool:
    """Return whether a handler made the error: a gateway, which knows routes and no objects, has another form."""
    body: Any = _json_of(response)
    return isinstance(body, dict) and "error_type" in body


def _json_of(response: "Response") -> Any:
    try:
        return response.json()
    except ValueError:
        return None
