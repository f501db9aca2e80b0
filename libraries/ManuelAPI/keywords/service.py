"""The service itself: health, circuit breakers, versions."""

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAPI.client import ApiClient


class ServiceKeywords:
    """Keywords for the state and the versions of the service."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Service", "Getter"])
    def get_health(self, *, status: int | None = None) -> DotDict:
        """Return whether the service is running; no dependency is called.

        Args:
            status: The expected status, if the test is about it; by default it needs a success. An unhealthy service
                responds with `503`.

        Returns:
            `status`, `checks`, `uptime_seconds`, `version`, …

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${health} =    Get Health
        Should Be Equal    ${health.status}    healthy
        ```
        """
        return self._get("/health", status)

    @keyword(tags=["Service", "Getter"])
    def get_deep_health(self, *, status: int | None = None) -> DotDict:
        """Return the state and latency of each dependency.

        Args:
            status: The expected status, if the test is about it; by default it needs a success. An unhealthy service
                responds with `503`.

        Returns:
            `services`, with `status` and `latency_ms` for each dependency.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${health} =    Get Deep Health
        Should Be Equal    ${health.services.dynamodb.status}    healthy
        ```
        """
        return self._get("/health/deep", status)

    @keyword(tags=["Service", "Getter"])
    def get_circuit_breakers(self, *, status: int | None = None) -> DotDict:
        """Return the state of each dependency's circuit breaker.

        Args:
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `circuit_breakers`, with `state`, `failure_count`, … for each dependency.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${answer} =    Get Circuit Breakers
        Should Be Equal    ${answer.circuit_breakers.bedrock.state}    closed
        ```
        """
        return self._get("/health/circuit-breakers", status)

    @keyword(tags=["Service"])
    def reset_circuit_breaker(self, service: str, *, status: int | None = None) -> DotDict:
        """Close a circuit breaker, which only members of the group `admin` may do.

        Args:
            service: The dependency, such as `bedrock`.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `service`, `previous_state` and `state`; the error's body if another status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Sign In As Admin
        Reset Circuit Breaker    bedrock
        ```
        """
        path = f"/health/circuit-breakers/{service}/reset"
        answer: DotDict = self._client.call("POST", path, status=status)
        return answer

    @keyword(tags=["Service", "Getter"])
    def get_version(
        self,
        *,
        version: str | None = None,
        accept: str | None = None,
        api_version: str | None = None,
        status: int | None = None,
    ) -> DotDict:
        """Return the service's version, and the API versions that it supports.

        Args:
            version: An API version to request with the parameter `?version=`.
            accept: A media type to send as `Accept`, such as `application/vnd.manuel.v1.0+json`.
            api_version: An API version to request with the header `API-Version`.
            status: The expected status, if the test is about it; by default it needs a success. An unknown version
                is answered with `400`.

        Returns:
            `version`, `build`, `current_version`, `supported_versions` and `deprecated_versions`; the error's body if another
            status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Get Version    version=99.9    status=400
        ```
        """
        return self._ask_for_version("/version", version, accept, api_version, status)

    @keyword(tags=["Service", "Getter"])
    def get_version_compatibility(
        self,
        *,
        version: str | None = None,
        accept: str | None = None,
        api_version: str | None = None,
        status: int | None = None,
    ) -> DotDict:
        """Return whether clients of an API version still work, and the status of each version.

        Args:
            version: As for [Get Version].
            accept: As for [Get Version].
            api_version: As for [Get Version].
            status: The expected status, if the test is about it; by default it needs a success. An unknown version
                is answered with `400`.

        Returns:
            `requested_version`, `current_version`, `compatible`, `deprecated`, and `versions` with the `status` of each.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${compatibility} =    Get Version Compatibility    version=1.0
        Should Be True    ${compatibility.compatible}
        ```
        """
        return self._ask_for_version("/version/compatibility", version, accept, api_version, status)

    @keyword(tags=["Service", "Getter"])
    def get_changelog(self, *, status: int | None = None) -> DotDict:
        """Return what changed with each API version.

        Args:
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `changelog`, a list of `version`, `released` and `changes`.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${answer} =    Get Changelog
        Log    ${answer.changelog}[0][changes]
        ```
        """
        return self._get("/version/changelog", status)

    def _ask_for_version(
        self, path: str, version: str | None, accept: str | None, api_version: str | None, status: int | None
    ) -> DotDict:
        headers = {"Accept": accept, "API-Version": api_version}
        answer: DotDict = self._client.call(
            "GET",
            path,
            params={"version": version} if version is not None else {},
            headers={name: value for name, value in headers.items() if value is not None},
            status=status,
        )
        return answer

    def _get(self, path: str, status: int | None) -> DotDict:
        answer: DotDict = self._client.call("GET", path, status=status)
        return answer
