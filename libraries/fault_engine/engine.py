"""The fault engine: a set of rules, and what they act on and are controlled by."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fault_engine.attachments import Attachments
from fault_engine.control import control_application
from fault_engine.identification import identify, identify_http
from fault_engine.journal import Effect
from fault_engine.middleware import FaultMiddleware
from fault_engine.owners import Owner
from fault_engine.rule_set import RuleSet

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class FaultEngine:
    """Injects faults into any WSGI application that it wraps.

    Rules are tried in the order in which they were added, those that act after the work is done last. Delays add up; the
    first other fault that hits decides.

    Args:
        seed: Decides, together with a call's content, which calls are hit by rules with a probability, unless a rule
            has a seed of its own.

    Example:
        ```python
        engine = FaultEngine()
        with LoopbackServer(engine.wrap(application)) as server:
            engine.add({"service": "sqs", "fault": "error", "code": "RequestThrottled", "times": 2})
        ```
    """

    def __init__(self, *, seed: int = 0) -> None:
        self._rules = RuleSet(seed=seed)
        self.journal = self._rules.journal
        """What was done to which request."""
        self.refusable_ports = self._rules.refusable_ports
        """Ports that rules can close; proxies add theirs."""
        self.when_epoch_ends = self._rules.when_epoch_ends
        """Called without arguments after an owner's epoch has ended, as it does with each test."""
        self.control: WSGIApplication = control_application(self._rules, Attachments(self.end_worker))
        """The HTTP control API, to be mounted at `/_faults`."""

    def wrap(self, application: "WSGIApplication") -> "WSGIApplication":
        """Return an AWS endpoint with faults: rules by service and operation act on it."""
        return FaultMiddleware(self._rules, application, identify)

    def wrap_api(self, application: "WSGIApplication", base_path: str = "") -> "WSGIApplication":
        """Return an HTTP API with faults that is not AWS's: rules by method and path act on it.

        Args:
            application: The API.
            base_path: The beginning of its paths that rules do not name, such as `/prod`.
        """
        return FaultMiddleware(self._rules, application, partial(identify_http, base_path=base_path))

    def support_stale_reads(self) -> None:
        """Accept rules with the fault `stale_read`: the application reads as of `REPLICAS_AT` of its environ."""
        self._rules.stale_reads_supported = True

    @property
    def rules(self) -> list[dict[str, Any]]:
        """A report on each active rule: `name`, `active`, `hits`, `matched`, `seen`, ..."""
        return self._rules.reports()

    def add(self, *specs: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Activate rules, all or none of them.

        Args:
            specs: Rules as data, see `fault_engine.rules`.

        Returns:
            A report on each, with the name that it was given.

        Raises:
            RuleError: A rule is not valid, or a rule of the same name is already active.
            UnsupportedFaultError: The application can't have such a fault.
        """
        return self._rules.add(*specs)

    def remove(self, name: str) -> dict[str, Any]:
        """End one rule and release what it holds.

        Returns:
            The final report on it.

        Raises:
            RuleError: There is no such rule.
        """
        return self._rules.remove(name)

    def clear(self) -> list[dict[str, Any]]:
        """End all rules and return the final report on each."""
        return self._rules.clear()

    def end_worker(self, worker: str) -> list[dict[str, Any]]:
        """End the rules of a worker and those that belong to nobody; the worker can't activate any more.

        Returns:
            The final report on each.
        """
        return self._rules.end(Owner(worker))

    def effects(self, after: int = 0) -> list[Effect]:
        """Return what was done to which request, from the first effect with a number above `after`."""
        return self.journal.after(after)

    def shutdown(self) -> None:
        """End all rules, so that no request is held and no port is closed any longer."""
        self.clear()
