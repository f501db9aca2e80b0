"""An alarm interrupts Python where it leaves no lock that nobody gives back, and no module half imported."""

import importlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from ManuelEnvironment.configuration import CONTRACT
from request_gate.effects import ApiEffects
from request_gate.gate import RequestGate
from request_gate.hooks import guard_requests
from request_gate.interruptions import alarms_at_safe_points
from request_gate.rules import GateRules

LONG = 30
pytestmark = pytest.mark.timeout(60, method="thread")
"""The tests take over the signal of the other method."""

LockSource = Callable[[], tuple[threading.Lock, AbstractContextManager[object]]]


class TimeIsUpError(Exception):
    """What the handler of alarms raises."""


def time_is_up(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimeIsUpError


@pytest.fixture(autouse=True)
def interrupting_handler() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, time_is_up)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def alarm_at_the_caller() -> None:
    """Do what Python does if an alarm comes while the caller of the calling function runs."""
    handler = signal.getsignal(signal.SIGALRM)
    assert callable(handler)
    handler(signal.SIGALRM, sys._getframe(2))


class Taken:
    """A lock for conditions; the alarm comes in the moment after it was taken."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.acquire, self.release = self.lock.acquire, self.lock.release

    def __enter__(self) -> None:
        self.lock.acquire()
        alarm_at_the_caller()

    def __exit__(self, *_: object) -> None:
        self.lock.release()


class GivenBack(Taken):
    """The alarm comes in the moment before it is given back."""

    def __enter__(self) -> None:
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        alarm_at_the_caller()
        self.lock.release()


class InterruptedGenerator:
    """The generator behind a context manager; the alarm comes in the moment after a step of it."""

    def __init__(self, generator: Iterator[None]) -> None:
        self._generator = generator

    def __next__(self) -> None:
        next(self._generator)
        alarm_at_the_caller()


@contextmanager
def holding(lock: threading.Lock) -> Iterator[None]:
    with lock:
        yield


def of_a_condition_that_is_taken() -> tuple[threading.Lock, AbstractContextManager[object]]:
    taken = Taken()
    return taken.lock, threading.Condition(taken)  # type: ignore[arg-type]  # what a condition needs of a lock


def of_a_condition_that_is_given_back() -> tuple[threading.Lock, AbstractContextManager[object]]:
    given_back = GivenBack()
    return given_back.lock, threading.Condition(given_back)  # type: ignore[arg-type]  # as above


def of_a_generator() -> tuple[threading.Lock, AbstractContextManager[object]]:
    lock = threading.Lock()
    manager = holding(lock)
    manager.gen = InterruptedGenerator(manager.gen)  # type: ignore[attr-defined]  # what contextlib calls it
    return lock, manager


LOCKS = [of_a_condition_that_is_taken, of_a_condition_that_is_given_back, of_a_generator]


def hold_until_the_alarm(manager: AbstractContextManager[object]) -> None:
    with manager:
        pass
    time.sleep(LONG)


@pytest.mark.parametrize("interrupted_lock", LOCKS)
def test_a_lock_is_free_after_the_interruption(interrupted_lock: LockSource) -> None:
    lock, manager = interrupted_lock()
    with pytest.raises(TimeIsUpError), alarms_at_safe_points():
        hold_until_the_alarm(manager)
    assert not lock.locked()


@pytest.mark.parametrize("interrupted_lock", LOCKS)
def test_otherwise_nobody_gives_it_back(interrupted_lock: LockSource) -> None:
    lock, manager = interrupted_lock()
    with pytest.raises(TimeIsUpError) as kept:
        hold_until_the_alarm(manager)
    assert lock.locked()
    assert kept.tb


INTERRUPTED_MODULE = """
import signal, sys
signal.getsignal(signal.SIGALRM)(signal.SIGALRM, sys._getframe())
IS_WHOLE = True
"""


@pytest.fixture
def interrupted_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module; the alarm comes while it is imported."""
    (tmp_path / "interrupted.py").write_text(INTERRUPTED_MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield "interrupted"
    sys.modules.pop("interrupted", None)


def import_and_wait(name: str) -> None:
    importlib.import_module(name)
    time.sleep(LONG)


def test_a_module_is_whole_after_the_interruption(interrupted_module: str) -> None:
    with pytest.raises(TimeIsUpError), alarms_at_safe_points():
        import_and_wait(interrupted_module)
    assert sys.modules[interrupted_module].IS_WHOLE


def test_otherwise_it_is_not_imported(interrupted_module: str) -> None:
    with pytest.raises(TimeIsUpError):
        import_and_wait(interrupted_module)
    assert interrupted_module not in sys.modules


def test_elsewhere_the_alarm_interrupts_at_once() -> None:
    with pytest.raises(TimeIsUpError), alarms_at_safe_points():
        signal.raise_signal(signal.SIGALRM)


def test_a_lock_that_never_comes_is_interrupted() -> None:
    """A thread that waits for a lock is taking it for as long."""
    condition = threading.Condition(threading.Lock())
    condition.acquire()
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    with pytest.raises(TimeIsUpError), alarms_at_safe_points():
        condition.__enter__()


def test_an_alarm_comes_again_and_again_while_it_waits_and_once_more_at_the_end() -> None:
    lock, manager = of_a_condition_that_is_taken()
    intervals: list[float] = []
    with pytest.raises(TimeIsUpError):
        take_with_alarms_blocked(manager, intervals)
    assert intervals == [pytest.approx(0.001)], "the lock is taken although an alarm waits"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    lock.release()


def take_with_alarms_blocked(manager: AbstractContextManager[object], intervals: list[float]) -> None:
    """Take a lock while this thread gets no alarm, and note how often one comes then.

    Another thread may get the alarm, so that it comes at the end or afterwards.
    """
    try:
        with alarms_at_safe_points():
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            manager.__enter__()
            intervals.append(signal.getitimer(signal.ITIMER_REAL)[1])
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    time.sleep(LONG)


def test_an_alarm_during_the_handler_of_another_one_is_the_same() -> None:
    """What it would raise there might be lost, as in a destructor, or be raised twice."""
    nested = []

    def handler(_number: int, _frame: FrameType | None) -> NoReturn:
        nested.append(len(nested))
        if len(nested) == 1:
            signal.raise_signal(signal.SIGALRM)
        raise TimeIsUpError

    signal.signal(signal.SIGALRM, handler)
    with pytest.raises(TimeIsUpError), alarms_at_safe_points():
        signal.raise_signal(signal.SIGALRM)
    assert nested == [0]


def test_the_handler_is_the_same_afterwards() -> None:
    with alarms_at_safe_points(), alarms_at_safe_points():
        assert signal.getsignal(signal.SIGALRM) is not time_is_up
    assert signal.getsignal(signal.SIGALRM) is time_is_up


def test_without_a_handler_nothing_changes() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with alarms_at_safe_points():
        assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_another_thread_changes_nothing() -> None:
    with ThreadPoolExecutor(1) as executor:
        assert executor.submit(_handler_meanwhile).result() is time_is_up


def _handler_meanwhile() -> object:
    with alarms_at_safe_points():
        return signal.getsignal(signal.SIGALRM)


class InterruptedAdapter(BaseAdapter):
    """Takes and gives back a lock, and is interrupted there, as the pool of connections may be."""

    def __init__(self, manager: AbstractContextManager[object]) -> None:
        super().__init__()
        self._manager = manager

    def send(self, *_: object, **__: object) -> NoReturn:  # type: ignore[override]
        hold_until_the_alarm(self._manager)
        pytest.fail("the alarm did not interrupt")

    def close(self) -> None:
        """Nothing is open."""


def test_locks_of_any_session_of_requests_are_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests.Session, "send", requests.Session.send)
    monkeypatch.setattr(HTTPAdapter, "send", HTTPAdapter.send)
    guard_requests(lambda: RequestGate(GateRules(), ApiEffects(CONTRACT)))
    lock, manager = of_a_condition_that_is_taken()
    session = requests.Session()
    session.mount("http://", InterruptedAdapter(manager))
    with pytest.raises(TimeIsUpError):
        session.get("http://127.0.0.1:9/")
    assert not lock.locked()
