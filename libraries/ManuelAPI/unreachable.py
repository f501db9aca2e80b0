"""The failure of a request that gets no response."""

from typing import TYPE_CHECKING

from ManuelAPI.failures import TRACE_ID, describe_request
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import PreparedRequest


class ApiUnreachableError(AssertionError):
    """There was no response: nothing listens at the address, or it did not respond in time."""

    ROBOT_SUPPRESS_NAME = True


def unreachable(request: "PreparedRequest", error: OSError, seconds: float) -> ApiUnreachableError:
    """Return the error of a request that got no response.

    Args:
        request: The request.
        error: The error that `requests` raised.
        seconds: How long the attempt took.
    """
    got, advice = _explain(error)
    environment = current_environment().settings.environment
    return ApiUnreachableError(
        f"Expected a response to {describe_request(request)}.\nGot {got}, after {seconds:.1f} s.\n"
        f"Where: environment {environment}, trace id {request.headers.get(TRACE_ID, 'none')}\nHint: {advice}"
    )


def _explain(error: OSError) -> tuple[str, str]:
    """Return what happened, and what to look at next."""
    from requests import exceptions

    environment = current_environment()
    if isinstance(error, exceptions.ReadTimeout):
        limit = environment.settings.timeout_seconds
        return f"none within {limit:g} s", "Is the API stuck, or is timeout_seconds too short for it?"
    if isinstance(error, exceptions.SSLError):
        return f"none: {_innermost(error)}", "Is the certificate valid for this host name?"
    if isinstance(error, exceptions.ConnectionError):
        url, attempts = environment.api_base_url, _attempts(error)
        correction = "Start it, or correct api_base_url in the environment's variable file."
        return f"none{attempts}: {_innermost(error)}", f"Is the API running at {url}? {correction}"
    return f"none: {error}", "Is this a request that can be sent at all?"


def _attempts(error: OSError) -> str:
    from urllib3.exceptions import MaxRetryError

    retries = current_environment().settings.max_retries
    used_up = retries and error.args and isinstance(error.args[0], MaxRetryError)
    return f" in {retries + 1} attempts" if used_up else ""


def _innermost(error: BaseException) -> str:
    """Return the operating system's message, without the layers that HTTP libraries wrap around it."""
    inner = error.__context__ or error.__cause__
    while inner is not None:
        error, inner = inner, inner.__context__ or inner.__cause__
    return str(error)
