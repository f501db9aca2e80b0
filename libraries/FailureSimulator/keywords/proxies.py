"""Keywords for faults between a client and its server."""

from typing import Literal

from robot.api import logger
from robot.api.deco import keyword

from FailureSimulator.proxies import ProxyPool


class ProxyKeywords:
    """Start proxies at which faults act."""

    def __init__(self, proxies: ProxyPool) -> None:
        self._proxies = proxies

    @keyword(tags=["Proxies"])
    def start_fault_proxy(
        self,
        upstream: str,
        *,
        alias: str = "proxy",
        serves: Literal["api", "aws"] = "api",
        allowed_hosts: list[str] | None = None,
    ) -> str:
        """Start a reverse proxy whose faults act between its clients and a server.

        Rules act at it with the option `proxy`: `Activate Fault    refused    proxy=api`. It ends with the test or suite that
        started it.

        Args:
            upstream: The server: `http://host:port`.
            alias: The proxy's name for rules.
            serves: `api`: rules match by method and path; `aws`: by service and operation.
            allowed_hosts: Hosts other than this machine that may be the upstream.

        Returns:
            The proxy's URL, for clients to use in the upstream's place.

        Raises:
            FailureSimulationError: The alias is taken, or the upstream is neither on this machine nor allowed.

        Example:
            | ${url} = | Start Fault Proxy | ${API_BASE_URL} | alias=api |
            | Activate Fault | reset | proxy=api | path=/api/query | phase=after | times=1 |
        """
        url = self._proxies.start(alias, upstream, serves, allowed_hosts or [])
        logger.info(f"{upstream} is served with faults at {url}.")
        return url
