"""One driver for all engines: the environment's and those of the proxies."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any

from FailureSimulator.drivers import FaultDriver, RuleReport
from FailureSimulator.proxies import ProxyPool
from FailureSimulator.resource_roles import DeployedName, with_deployed_names


class RoutingDriver:
    """Passes rules with the option `proxy` to that proxy, all others to the environment.

    Args:
        environment: Returns the environment's driver; called when it is first needed.
        running: Returns the environment's driver if it has a fault engine that is running, else None.
        proxies: The proxies of this process.
        deployed_name: Returns the names of tables and buckets where the environment has them.
    """

    def __init__(
        self,
        environment: Callable[[], FaultDriver],
        running: Callable[[], FaultDriver | None],
        proxies: ProxyPool,
        deployed_name: DeployedName,
    ) -> None:
        self._environment = environment
        self._running = running
        self._proxies = proxies
        self._deployed_name = deployed_name
        self._proxy_of: dict[str, str | None] = {}
        """The alias of the proxy at which each rule is active, None for the environment."""
        self._used: set[str | None] = set()
        self._to_clear: set[str | None] = set()

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        by_proxy: dict[str | None, list[Mapping[str, Any]]] = {}
        for rule in rules:
            without_proxy = {option: value for option, value in rule.items() if option != "proxy"}
            by_proxy.setdefault(rule.get("proxy"), []).append(
                with_deployed_names(without_proxy, self._deployed_name)
            )
        reports: list[RuleReport] = []
        with ExitStack() as undo:
            for alias, rules_there in by_proxy.items():
                self._used.add(alias)
                self._to_clear.add(alias)  # before it is activated: a timeout may come at any point
                activated = self._driver(alias).activate(rules_there)
                names = [str(report["name"]) for report in activated]
                undo.callback(self._driver(alias).deactivate, names)
                self._proxy_of |= dict.fromkeys(names, alias)
                reports += activated
            undo.pop_all()
        return reports

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        return [self._driver(self._proxy_of.pop(name)).deactivate([name])[0] for name in names]

    def clear(self) -> list[RuleReport]:
        """End all rules where some may be active: where this driver was used, and in a running fault engine in any case."""
        self._proxy_of.clear()
        if self._running() is not None:
            self._to_clear.add(None)
        reports: list[RuleReport] = []
        for alias in self._to_clear & {None, *self._proxies.names()}:
            reports += self._driver(alias).clear()
            self._to_clear.discard(alias)
        return reports

    def reports(self) -> list[RuleReport]:
        return [report for driver in self._used_drivers() for report in driver.reports()]

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        return [effect for driver in self._used_drivers() for effect in driver.effects(after)]

    def _used_drivers(self) -> list[FaultDriver]:
        self._used &= {None, *self._proxies.names()}
        return [self._driver(alias) for alias in self._used]

    def _driver(self, alias: str | None) -> FaultDriver:
        return self._environment() if alias is None else self._proxies[alias]
