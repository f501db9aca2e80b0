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
        """Start a reverse proxy that injects faults between its clients and a server.

        A rule acts at the proxy if it has the option `proxy`, as in `Activate Fault    refused    proxy=api`. The proxy ends
        with the test or suite that started it.

        Args:
            upstream: The URL of the server: `http://host:port`.
            alias: The proxy's name in rules.
            serves: `api` to match rules by method and path, `aws` to match them by service and operation.
            allowed_hosts: Hosts other than this machine that may be the upstream. Default: none.

        Returns:
            The proxy's URL, for clients to use instead of the upstream's.

        Raises:
            FailureSimulationError: The alias is taken, or the upstream is neither on this machine nor allowed.

        Example:
        ```robotframework
        ${url} =    Start Fault Proxy    http://127.0.0.1:3000    alias=api
        Activate Fault    reset    proxy=api    path=/api/query    phase=after    times=1
        ```
        """
        url = self._proxies.start(alias, upstream, serves, allowed_hosts or [])
        logger.info(f"{upstream} is served with faults at {url}.")
        return url
