"""A website that shows server-side request forgery."""

from robot import result, running
from robot.api.deco import keyword

from loopback_server.recording_site import RecordingSite
from ManuelAPI.resource_files import find_file

FILE = "thermostat.pdf"


class CanaryKeywords:
    """The canary site, which ends with the test that started it."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self._site: RecordingSite | None = None

    @keyword(tags=["Canary"])
    def start_canary_site(self) -> int:
        """Serve a valid manual on 127.0.0.1 until the test ends, to see whether the backend can be tricked into fetching it.

        The site serves what the backend asks for, so that only the backend's own checks prevent requests.

        Returns:
            The port that the site listens on.

        Example:
        ```robotframework
        ${port} =    Start Canary Site
        Fetch Manual From URL    http://127.0.0.1:${port}/manual.pdf    status=400
        Canary Site Should Not Have Been Visited
        ```
        """
        if self._site is None:
            self._site = RecordingSite(FILE, find_file(FILE, "manuals").read_bytes(), "application/pdf")
        return self._site.port

    @keyword(tags=["Canary", "Assertion"])
    def canary_site_should_not_have_been_visited(self) -> None:
        """Fail if the canary site has received any request (CWE-918).

        Raises:
            AssertionError: It has, or it is not running.

        Example:
        ```robotframework
        ${port} =    Start Canary Site
        Fetch Manual From URL    http://127.0.0.1:${port}/manual.pdf    status=400
        Canary Site Should Not Have Been Visited
        ```
        """
        if self._site is None:
            raise AssertionError("The canary site is not running: call Start Canary Site first.")
        if self._site.requests:
            raise AssertionError(
                "Expected no request to the canary site.\n"
                f"Got {len(self._site.requests)} requests: {'; '.join(self._site.requests)}\n"
                "Hint: does the backend check every address that a name or redirect leads to, just before it connects?"
            )

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Stop the site that the test started."""
        self._stop()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Stop the site that the suite's setup started."""
        self._stop()

    def _stop(self) -> None:
        if self._site is not None:
            self._site.stop()
            self._site = None
