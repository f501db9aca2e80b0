"""The ids by which errors, logs and queues name requests."""

from typing import TYPE_CHECKING

from robot.api import SkipExecution

if TYPE_CHECKING:
    from requests import Response

REQUEST_ID = "x-amzn-RequestId"


def request_id_of(response: "Response") -> str:
    """Return the id of a response's request.

    Raises:
        SkipExecution: The response has none, since no gateway adds one here.
    """
    if REQUEST_ID not in response.headers:
        raise SkipExecution(
            f"no gateway names requests by {REQUEST_ID}: what is recorded of them can't be found"
        )
    return response.headers[REQUEST_ID]
