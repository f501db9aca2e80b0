"""Keywords that bring about the backend's own failures."""

import secrets
from typing import TYPE_CHECKING

from robot.api.deco import keyword

from ManuelAPI.unexpected_throttling import blocked_by_throttling
from ManuelResilience.imported import imported

if TYPE_CHECKING:
    from requests import Response


class BackendCauseKeywords:
    """Keywords for `Provide Cause` of the library `FailureSimulator`."""

    @keyword(tags=["Cause"])
    def send_new_question(self) -> "Response":
        """Ask a question that is new to every cache, and accept any response except an unexpected 429.

        Returns:
            The response.

        Raises:
            BlockedByCauseError: The user is refused for quota or rate, although it has sent hardly any request.

        Example:
        ```robotframework
        Provide Cause    send_query    Send New Question
        ```
        """
        question = {"question": f"What does message {secrets.randbelow(10**9)} mean?"}
        response: Response = imported("ManuelAPI").send_request("POST", "/api/query", json=question)
        if blocked := blocked_by_throttling(response):
            raise blocked
        return response
