"""One driver for all places where faults are brought about."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any

from FailureSimulator.drivers import FaultDriver, RuleReport
from FailureSimulator.proxies import ProxyPool


class RoutingDriver:
    """Hands rules with the option `proxy` to that proxy, all others to the environment.

    Args:
        environment: Gives the environment's driver when it is needed first.
        proxies: The proxies of this process.
    """

    def __init__(self, environment: Callable[[], FaultDriver], proxies: ProxyPool) -> None:
        self._environment = environment
        self._proxies = proxies
        self._place_of: dict[str, str | None] = {}
        """Where each rule stands: the alias of a proxy, None for the environment."""
        self._touched: set[str | None] = set()

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        by_place: dict[str | None, list[Mapping[str, Any]]] = {}
        for rule in rules:
            told = {option: value for option, value in rule.items() if option != "proxy"}
            by_place.setdefault(rule.get("proxy"), []).append(told)
        reports: list[RuleReport] = []
        with ExitStack() as undoing:
            for place, told_there in by_place.items():
                activated = self._driver(place).activate(told_there)
                names = [str(report["name"]) for report in activated]
                undoing.callback(self._driver(place).deactivate, names)
                self._place_of |= dict.fromkeys(names, place)
                self._touched.add(place)
                reports += activated
            undoing.pop_all()
        return reports

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        return [self._driver(self._place_of.pop(name)).deactivate([name])[0] for name in names]

    def clear(self) -> list[RuleReport]:
        self._place_of.clear()
        return [report for driver in self._touched_drivers() for report in driver.clear()]

    def reports(self) -> list[RuleReport]:
        return [report for driver in self._touched_drivers() for report in driver.reports()]

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        return [effect for driver in self._touched_drivers() for effect in driver.effects(after)]

    def _touched_drivers(self) -> list[FaultDriver]:
        self._touched &= {None, *self._proxies.names()}
        return [self._driver(place) for place in self._touched]

    def _driver(self, place: str | None) -> FaultDriver:
        return self._environment() if place is None else self._proxies[place]
