"""Fault proxies that run in this process, each with an engine of its own."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from FailureSimulator.drivers import Defaults, RuleReport
from FailureSimulator.errors import FailureSimulationError
from ManuelEnvironment.errors import BlockedError


class ProxyDriver:
    """A fault proxy and the engine that injects its faults."""

    def __init__(
        self, upstream: str, serves: Literal["aws", "api"], allowed_hosts: list[str], defaults: Defaults
    ) -> None:
        from fault_engine import FaultEngine
        from fault_engine.proxy import FaultProxy

        self._engine = FaultEngine()
        self._defaults = defaults
        try:
            self._proxy: FaultProxy = FaultProxy(
                upstream, self._engine, serves=serves, allowed_hosts=allowed_hosts
            )
        except ValueError as error:
            raise FailureSimulationError(str(error)) from None
        self._proxy.start()
        self.url = self._proxy.url

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        from fault_engine import RuleError, UnsupportedFaultError

        try:
            return list(self._engine.add(*({**self._defaults, **rule} for rule in rules)))
        except UnsupportedFaultError as error:
            raise BlockedError("AWS stand-in", str(error)) from None
        except RuleError as error:
            raise FailureSimulationError(str(error)) from None

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        return [self._engine.remove(name) for name in names]

    def clear(self) -> list[RuleReport]:
        return list(self._engine.clear())

    def reports(self) -> list[RuleReport]:
        return list(self._engine.rules)

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        return [effect.as_json() for effect in self._engine.effects(after)]

    def stop(self) -> None:
        """Release all requests and close the port."""
        self._engine.shutdown()
        self._proxy.stop()


class ProxyPool:
    """The proxies of this process by alias; each ends with the test or suite that started it.

    Args:
        defaults: Returns the options for rules that do not set them.
    """

    def __init__(self, defaults: Callable[[], Defaults]) -> None:
        self._defaults = defaults
        self._scopes: list[dict[str, ProxyDriver]] = [{}]

    def start(
        self, alias: str, upstream: str, serves: Literal["aws", "api"], allowed_hosts: list[str]
    ) -> str:
        """Start a proxy and return its URL."""
        if alias in self.names():
            raise FailureSimulationError(f"A proxy {alias!r} is running already. Use another alias.")
        self._scopes[-1][alias] = ProxyDriver(upstream, serves, allowed_hosts, self._defaults())
        return self._scopes[-1][alias].url

    def names(self) -> list[str]:
        """Return the aliases of all running proxies."""
        return [alias for scope in self._scopes for alias in scope]

    def __getitem__(self, alias: str) -> ProxyDriver:
        for scope in self._scopes:
            if alias in scope:
                return scope[alias]
        running = ", ".join(self.names()) or "none"
        raise FailureSimulationError(
            f"There is no proxy {alias!r}. Running: {running}. Start one with `Start Fault Proxy`."
        )

    def open_scope(self) -> None:
        """Begin the scope of a test or suite."""
        self._scopes.append({})

    def close_scope(self) -> None:
        """End the innermost scope and stop its proxies; it has not begun here if the library was imported within it."""
        ended = self._scopes.pop()
        if not self._scopes:
            self._scopes.append({})
        for proxy in ended.values():
            proxy.stop()

    def close(self) -> None:
        """Stop all proxies."""
        ended, self._scopes = self._scopes, [{}]
        for scope in ended:
            for proxy in scope.values():
                proxy.stop()
