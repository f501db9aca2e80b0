"""Ports that rules can close, so that connections to them are refused."""

from collections import Counter
from collections.abc import Iterable, Sequence
from threading import Lock, Thread
from typing import Protocol

from fault_engine.active_rule import ActiveRule
from fault_engine.errors import RuleError
from fault_engine.identification import Call
from fault_engine.journal import EffectJournal


class RefusablePort(Protocol):
    """A port that can refuse connections for a while."""

    @property
    def url(self) -> str:
        """Where it listens."""

    def refuse(self) -> None:
        """Close the port until `accept` is called."""

    def accept(self) -> None:
        """Open the port again."""


class RefusablePorts:
    """The ports that rules of the kind `refused` close.

    Args:
        journal: Records for how long they were closed.
    """

    def __init__(self, journal: EffectJournal) -> None:
        self._journal = journal
        self._lock = Lock()
        self._ports: list[RefusablePort] = []
        self._closings: Counter[RefusablePort] = Counter()
        self._reopening: dict[ActiveRule, Thread] = {}

    def add(self, port: RefusablePort) -> None:
        """Let rules close this port."""
        with self._lock:
            self._ports.append(port)

    def discard(self, port: RefusablePort) -> None:
        """Let rules no longer close this port."""
        with self._lock:
            self._ports.remove(port)

    def require_port(self, rule: str) -> None:
        """Raise an error if a rule has no port to close.

        Raises:
            RuleError: There is no port.
        """
        if not self._ports:
            raise RuleError(
                f"rule {rule!r}: connections can be refused only at a proxy, since the fault engine itself is controlled "
                "over the port that it serves. Start one: Start Fault Proxy, or fault_engine.proxy."
            )

    def refuse_during(self, active: ActiveRule) -> None:
        """Close all ports until a rule ends."""
        with self._lock:
            ports = tuple(self._ports)
            self._closings.update(ports)
        for port in ports:
            port.refuse()
            active.count_hit()
        thread = Thread(target=self._reopen, args=(active, ports), name="reopen refused ports", daemon=True)
        with self._lock:
            self._reopening[active] = thread
        thread.start()

    def wait_until_open(self, ended: Iterable[ActiveRule]) -> None:
        """Wait until the ports that these rules had closed are open again."""
        for active in ended:
            with self._lock:
                thread = self._reopening.pop(active, None)
            if thread is not None:
                thread.join()

    def _reopen(self, active: ActiveRule, ports: Sequence[RefusablePort]) -> None:
        with self._journal.recorded(active.rule, Call("CONNECT", ports[0].url)):
            active.wait_until_ended()
        with self._lock:
            self._closings.subtract(ports)
            for port in ports:
                if not self._closings[port]:
                    port.accept()
