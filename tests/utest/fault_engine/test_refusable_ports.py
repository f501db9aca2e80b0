"""Ports that a rule closes are open again when it ends, whatever happens to one of them."""

from typing import Any

import pytest

from fault_engine import FaultEngine


class Port:
    """A port that can fail to close or to open."""

    url = "http://127.0.0.1:1"

    def __init__(self, *, fails_to: str = "") -> None:
        self.is_open = True
        self._fails_to = fails_to

    def refuse(self) -> None:
        self._do("close")
        self.is_open = False

    def accept(self) -> None:
        self._do("open")
        self.is_open = True

    def _do(self, what: str) -> None:
        if what == self._fails_to:
            raise OSError(f"cannot {what}")


REFUSED: dict[str, Any] = {"fault": "refused", "name": "closed"}


def engine_with(*ports: Port) -> FaultEngine:
    engine = FaultEngine()
    for port in ports:
        engine.refusable_ports.add(port)
    return engine


def test_a_port_that_cannot_be_opened_is_told_and_the_others_are_open() -> None:
    stuck, other = Port(fails_to="open"), Port()
    engine = engine_with(stuck, other)
    engine.add(REFUSED)
    assert (stuck.is_open, other.is_open) == (False, False)
    with pytest.raises(OSError, match="cannot open"):
        engine.remove("closed")
    assert (stuck.is_open, other.is_open) == (False, True)


def test_a_port_that_cannot_be_closed_is_told_and_the_others_are_open() -> None:
    first, stuck = Port(), Port(fails_to="close")
    engine = engine_with(first, stuck)
    with pytest.raises(OSError, match="cannot close"):
        engine.add(REFUSED)
    assert [rule["active"] for rule in engine.rules] == [False]
    engine.clear()
    assert (first.is_open, stuck.is_open) == (True, True)
