"""Keywords that bring about the backend's own failures."""

import secrets
from typing import TYPE_CHECKING

from robot.api.deco import keyword

from ManuelResilience.imported import imported

if TYPE_CHECKING:
    from requests import Response


class BackendCauseKeywords:
    """Keywords for `Provide Cause` of the library `FailureSimulator`."""

    @keyword(tags=["Cause"])
    def send_new_question(self) -> "Response":
        """Ask a question that is new to every cache, and accept any response.

        Returns:
            The response.

        Example:
        ```robotframework
        Provide Cause    send_query    Send New Question
        ```
        """
        question = {"question": f"What does message {secrets.randbelow(10**9)} mean?"}
        response: Response = imported("ManuelAPI").send_request("POST", "/api/query", json=question)
        return response
