"""Proxies of this process, whose faults are decided here and not at the environment."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from FailureSimulator.drivers import Defaults, RuleReport
from FailureSimulator.errors import FailureSimulationError


class ProxyDriver:
    """A proxy with the engine that decides about its faults."""

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
        from fault_engine import RuleError

        try:
            return list(self._engine.add(*({**self._defaults, **rule} for rule in rules)))
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
        """Let go of everything and close the port."""
        self._engine.shutdown()
        self._proxy.stop()


class ProxyPool:
    """The proxies of this process by alias, each ending with the test or suite that started it.

    Args:
        defaults: Gives the options that rules get where they state none.
    """

    def __init__(self, defaults: Callable[[], Defaults]) -> None:
        self._defaults = defaults
        self._scopes: list[dict[str, ProxyDriver]] = [{}]

    def start(
        self, alias: str, upstream: str, serves: Literal["aws", "api"], allowed_hosts: list[str]
    ) -> str:
        """Start a proxy; its URL."""
        if alias in self.names():
            raise FailureSimulationError(
                f"A proxy {alias!r} is running already. Give this one another alias."
            )
        self._scopes[-1][alias] = ProxyDriver(upstream, serves, allowed_hosts, self._defaults())
        return self._scopes[-1][alias].url

    def names(self) -> list[str]:
        """The aliases of all running proxies."""
        return [alias for scope in self._scopes for alias in scope]

    def __getitem__(self, alias: str) -> ProxyDriver:
        for scope in self._scopes:
            if alias in scope:
                return scope[alias]
        running = ", ".join(self.names()) or "none"
        raise FailureSimulationError(
            f"There is no proxy {alias!r}. Running: {running}. Start one with `Start Fault Proxy`."
        )

    def enter(self) -> None:
        """A test or suite begins."""
        self._scopes.append({})

    def leave(self) -> None:
        """The innermost test or suite ends, and its proxies with it."""
        for proxy in self._scopes.pop().values():
            proxy.stop()

    def close(self) -> None:
        """Everything ends."""
        while self._scopes:
            self.leave()
        self._scopes.append({})
