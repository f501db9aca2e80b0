"""A program ends with status 0 and without a word, wherever the signal finds it."""

import subprocess
import sys

import pytest

PROGRAM = """
import signal
from loopback_server.ended_by_signals import ended_by_signals

class Field:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.{signal})

with ended_by_signals():
    {moment}
raise AssertionError("The program went on.")
"""
MOMENTS = {
    "anywhere": "signal.raise_signal(signal.{signal})",
    "in executed text": 'exec("signal.raise_signal(signal.{signal})")',
    "while a class is made": 'type("Configured", (), {{"field": Field()}})',
}


def run(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_ends_the_program(signal: str, moment: str) -> None:
    ended = run(PROGRAM.format(signal=signal, moment=MOMENTS[moment].format(signal=signal)))
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_signal_in_another_thread_ends_the_wait() -> None:
    program = """
import signal, sys, threading, time
from loopback_server.ended_by_signals import ended_by_signals, wait_for_signal

def place():
    frame = sys._current_frames()[threading.main_thread().ident]
    return frame.f_code, frame.f_lasti

def is_waiting():
    before = place()
    time.sleep(0.1)
    return before == place() and before[0] is wait_for_signal.__code__

def send():
    while not is_waiting():
        pass
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

with ended_by_signals():
    threading.Thread(target=send).start()
    wait_for_signal()
raise AssertionError("The program went on.")
"""
    ended = run(program)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_another_error_is_not_hidden() -> None:
    ended = run(PROGRAM.format(signal="SIGINT", moment='raise RuntimeError("broken")'))
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (1, "RuntimeError: broken")
