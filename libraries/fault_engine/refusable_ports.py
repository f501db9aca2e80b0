"""Ports that can be closed: how connections come to be refused."""

from collections.abc import Iterable
from threading import Lock, Thread
from typing import Protocol

from fault_engine.active_rules import ActiveRule
from fault_engine.fields import RuleError
from fault_engine.identification import Call
from fault_engine.journal import EffectJournal


class RefusablePort(Protocol):
    """A port that can be closed for a while."""

    @property
    def url(self) -> str:
        """Where it listens."""

    def refuse(self) -> None:
        """Close the port until `accept` is called as often."""

    def accept(self) -> None:
        """Open it again."""


class RefusablePorts:
    """The ports that rules of the kind `refused` close."""

    def __init__(self, journal: EffectJournal) -> None:
        self._journal = journal
        self._lock = Lock()
        self._refusable_ports: list[RefusablePort] = []
        self._waiting: dict[ActiveRule, Thread] = {}

    def add(self, port: RefusablePort) -> None:
        """Let rules close this port."""
        with self._lock:
            self._refusable_ports.append(port)

    def discard(self, port: RefusablePort) -> None:
        """Let rules no longer close this port."""
        with self._lock:
            self._refusable_ports.remove(port)

    def require(self, rule: str) -> None:
        """Refuse a rule that would close no port.

        Raises:
            RuleError: There is none.
        """
        if not self._refusable_ports:
            raise RuleError(
                f"rule {rule!r}: connections can be refused only at a proxy, since the fault engine itself is controlled "
                "over the port that it serves. Start one: Start Fault Proxy, or fault_engine.proxy."
            )

    def close_during(self, active: ActiveRule) -> None:
        """Close all ports while a rule stands."""
        with self._lock:
            refusable_ports = list(self._refusable_ports)
        for port in refusable_ports:
            port.refuse()
            active.count_hit()
        thread = Thread(
            target=self._reopen, args=(active, refusable_ports), name="fault-refusable_ports", daemon=True
        )
        with self._lock:
            self._waiting[active] = thread
        thread.start()

    def wait_until_open(self, ended: Iterable[ActiveRule]) -> None:
        """Return when the ports that these rules had closed are open again."""
        for active in ended:
            with self._lock:
                thread = self._waiting.pop(active, None)
            if thread is not None:
                thread.join()

    def _reopen(self, active: ActiveRule, refusable_ports: list[RefusablePort]) -> None:
        with self._journal.recorded(active.rule, Call("CONNECT", refusable_ports[0].url)):
            active.wait_until_ended()
        for port in refusable_ports:
            port.accept()
