"""Ports that rules can close, so that connections to them are refused."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
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
        self._times_closed: Counter[RefusablePort] = Counter()
        self._closings: dict[ActiveRule, _Closing] = {}

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

        A thread closes and opens them, so that a timeout that strikes the caller leaves no port closed.

        Raises:
            OSError: A port cannot be closed; the rule has ended.
        """
        closing = _Closing()
        with self._lock:
            self._closings[active] = closing
        Thread(target=self._refuse, args=(active, closing), name="refused ports", daemon=True).start()
        try:
            closing.are_closed.result()
        except OSError:
            active.end()
            self._closing_of(active)
            raise

    def wait_until_open(self, ended: Iterable[ActiveRule]) -> None:
        """Wait until the ports that these rules had closed are open again.

        Raises:
            OSError: A port cannot be opened.
        """
        for active in ended:
            if (closing := self._closing_of(active)) is not None:
                closing.are_open.result()

    def _closing_of(self, active: ActiveRule) -> "_Closing | None":
        """Return what is known of the ports that a rule closes, for the last time."""
        with self._lock:
            return self._closings.pop(active, None)

    def _refuse(self, active: ActiveRule, closing: "_Closing") -> None:
        with _failure_told(closing), ExitStack() as opening:
            ports = self._ports_to_close()
            opening.callback(self._open, ports)
            self._close(ports, active)
            with self._journal.recorded(active.rule, Call("CONNECT", ports[0].url)):
                closing.are_closed.set_result(None)
                active.wait_until_ended()

    def _ports_to_close(self) -> tuple[RefusablePort, ...]:
        with self._lock:
            ports = tuple(self._ports)
            self._times_closed.update(ports)
        return ports

    def _close(self, ports: Iterable[RefusablePort], active: ActiveRule) -> None:
        for port in ports:
            port.refuse()
            active.count_hit()

    def _open(self, ports: Iterable[RefusablePort]) -> None:
        """Open the ports that no other rule has closed, each whatever happens to the others."""
        with self._lock, ExitStack() as opening:
            self._times_closed.subtract(ports)
            for port in ports:
                if not self._times_closed[port]:
                    opening.callback(port.accept)


@dataclass(frozen=True, slots=True)
class _Closing:
    """What becomes known of the ports that one rule closes."""

    are_closed: "Future[None]" = field(default_factory=Future)
    are_open: "Future[None]" = field(default_factory=Future)


@contextmanager
def _failure_told(closing: _Closing) -> Iterator[None]:
    """Tell those who wait for ports that they are open again, or why they are not."""
    try:
        yield
    except Exception as error:
        for awaited in (closing.are_closed, closing.are_open):
            if not awaited.done():
                awaited.set_exception(error)
    else:
        closing.are_open.set_result(None)
