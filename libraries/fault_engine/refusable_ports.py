"""Ports that rules can close, so that connections to them are refused."""

from collections import Counter
from collections.abc import Iterable
from threading import Event, Lock, Thread
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
        self._refusing: dict[ActiveRule, Thread] = {}

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
        """Close all ports until a rule ends.

        A thread closes and opens them, so that a time-out that strikes the caller leaves no port closed.
        """
        are_closed = Event()
        thread = Thread(target=self._refuse, args=(active, are_closed), name="refused ports", daemon=True)
        thread.start()
        with self._lock:
            self._refusing[active] = thread
        are_closed.wait()

    def wait_until_open(self, ended: Iterable[ActiveRule]) -> None:
        """Wait until the ports that these rules had closed are open again."""
        for active in ended:
            with self._lock:
                thread = self._refusing.pop(active, None)
            if thread is not None:
                thread.join()

    def _refuse(self, active: ActiveRule, are_closed: Event) -> None:
        with self._lock:
            ports = tuple(self._ports)
            self._closings.update(ports)
        for port in ports:
            port.refuse()
            active.count_hit()
        with self._journal.recorded(active.rule, Call("CONNECT", ports[0].url)):
            are_closed.set()
            active.wait_until_ended()
        with self._lock:
            self._closings.subtract(ports)
            for port in ports:
                if not self._closings[port]:
                    port.accept()
