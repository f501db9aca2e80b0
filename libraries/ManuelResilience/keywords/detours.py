"""Failures between the client and the API."""

from robot.api.deco import keyword

from ManuelEnvironment import current_environment
from ManuelResilience.imported import imported

ALIAS = "api"
NO_ANSWER = "STARTS: Expected an answer to "
"""How the error begins that `ManuelAPI` raises when no answer comes."""


class DetourKeywords:
    """Reaching the API through something that may fail."""

    @keyword(name="Reach API Through Fault Proxy", tags=["Proxy"])
    def reach_api_through_fault_proxy(self, *, alias: str = ALIAS) -> str:
        """Send requests through a proxy at which faults act, until the test ends.

        Args:
            alias: The proxy's name for `Activate Fault    ...    proxy=api`.

        Returns:
            The proxy's URL.

        Raises:
            FailureSimulationError: There is a proxy of this name already.

        Example:
            | Reach API Through Fault Proxy |
            | Activate Fault | reset | proxy=api | path=/api/manuals/upload | phase=after | times=1 |
            | Request Should Get No Answer | Upload Manual | thermostat.pdf |
        """
        environment = current_environment()
        upstream = environment.api_base_url.removesuffix(environment.settings.base_path)
        environment.detour = str(imported("FailureSimulator").start_fault_proxy(upstream, alias=alias))
        return environment.detour

    @keyword(tags=["Proxy", "Assertion"])
    def request_should_get_no_answer(self, name: str, *arguments: object) -> None:
        """Fail if this keyword's request is answered, whatever the answer.

        Args:
            name: A keyword that sends a request.
            arguments: Its arguments.

        Raises:
            AssertionError: There was an answer.

        Example:
            | Request Should Get No Answer | Get Usage |
        """
        from robot.libraries.BuiltIn import BuiltIn

        BuiltIn().run_keyword_and_expect_error(NO_ANSWER, name, *arguments)
