"""A server that a request must not be forged to (server-side request forgery)."""

from robot import result, running
from robot.api.deco import keyword

from ManuelAPI.canary_site import CanarySite
from ManuelAPI.resource_files import find_file

FILE = "thermostat.pdf"


class CanaryKeywords:
    """The canary site. It is a listener as well: the site ends with the test that started it."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self._site: CanarySite | None = None

    @keyword(tags=["Canary"])
    def start_canary_site(self) -> int:
        """Serve a good manual on 127.0.0.1 until the test ends: whoever fetches it has been talked into visiting this machine.

        A backend that can be tricked finds there all it wants, so that nothing but its own care keeps it away.

        Returns:
            The port.

        Example:
        ```robotframework
        ${port} =    Start Canary Site
        Fetch Manual From URL    http://127.0.0.1:${port}/manual.pdf    status=400
        Canary Site Should Not Have Been Visited
        ```
        """
        if self._site is None:
            self._site = CanarySite(find_file(FILE, "manuals").read_bytes(), "application/pdf")
        return self._site.port

    @keyword(tags=["Canary", "Assertion"])
    def canary_site_should_not_have_been_visited(self) -> None:
        """Fail if anybody has asked the canary site for anything (CWE-918).

        Raises:
            AssertionError: Somebody has, or the site is not running.

        Example:
        ```robotframework
        ${port} =    Start Canary Site
        Fetch Manual From URL    http://127.0.0.1:${port}/manual.pdf    status=400
        Canary Site Should Not Have Been Visited
        ```
        """
        if self._site is None:
            raise AssertionError("The canary site is not running: call Start Canary Site first.")
        if self._site.visits:
            raise AssertionError(
                "Expected nobody to visit the canary site.\n"
                f"Got {len(self._site.visits)} requests: {'; '.join(self._site.visits)}\n"
                "Hint: is each address checked that a name or a redirect leads to, just before the connection is made?"
            )

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Stop the site."""
        self._stop()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Stop a site that the suite's set-up started."""
        self._stop()

    def _stop(self) -> None:
        if self._site is not None:
            self._site.stop()
            self._site = None
