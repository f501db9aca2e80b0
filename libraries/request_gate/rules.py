"""What an environment allows."""

from collections.abc import Collection
from dataclasses import dataclass

from request_gate.hosts import host_of, is_loopback, origin_and_path_of


@dataclass(frozen=True)
class GateRules:
    """What the settings of an environment allow.

    Attributes:
        environment: Its name, for messages.
        api_url: The URL of its API, with the base path.
        api_proxy: A proxy on this machine that stands for the API: requests to it are judged as requests to the API.
        capabilities: What it offers.
        allowed_hosts: The hosts at which the capabilities may be used.
        requests_per_minute: How many requests are sent to a host in any minute, by all processes of this user on this machine.
        has_one_user: Whether all tests are one user of the API, whose requests of a minute count together, on this machine too.
    """

    environment: str = "none"
    api_url: str = ""
    api_proxy: str | None = None
    capabilities: Collection[str] = ()
    allowed_hosts: Collection[str] = ()
    requests_per_minute: int = 80
    has_one_user: bool = False

    def offers(self, capabilities: Collection[str]) -> bool:
        """Return whether the environment has all of these capabilities."""
        return set(capabilities) <= set(self.capabilities)

    def allows(self, capability: str, host: str) -> bool:
        """Return whether this capability may be used at this host."""
        return capability in self.capabilities and host in {name.lower() for name in self.allowed_hosts}

    def guarded_host(self, url: str) -> str | None:
        """Return the deployed host that a request to this URL reaches; None on this machine."""
        host = host_of(url)
        if self._is_proxied(url):
            host = host_of(self.api_url)
        return None if is_loopback(host) else host

    def api_path(self, url: str) -> str | None:
        """Return the path of a request to the API, without the base path; None if it goes elsewhere."""
        if host_of(url) != host_of(self.api_url) and not self._is_proxied(url):
            return None
        path, base_path = origin_and_path_of(url)[1], origin_and_path_of(self.api_url)[1].rstrip("/")
        return path.removeprefix(base_path) if path.startswith(f"{base_path}/") else ""

    def is_paced_here(self, url: str) -> bool:
        """Return whether a request to this URL, on this machine, is one user's to the API."""
        is_api = origin_and_path_of(url)[0] == origin_and_path_of(self.api_url)[0]
        return self.has_one_user and (is_api or self._is_proxied(url))

    def _is_proxied(self, url: str) -> bool:
        return (
            self.api_proxy is not None and origin_and_path_of(url)[0] == origin_and_path_of(self.api_proxy)[0]
        )
