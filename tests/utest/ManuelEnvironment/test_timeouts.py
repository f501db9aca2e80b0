"""A timeout of Robot Framework that interrupts a keyword leaves no lock behind, for which the next test would wait."""

from pathlib import Path

import robot
from robot.api import ExecutionResult

LIBRARY = '''
import signal, sys, threading, time
from ManuelEnvironment.keyword_arguments import KeywordLibrary
from robot.api.deco import keyword

class Lock:
    """The alarm comes in the moment after it was taken by a condition."""
    def __init__(self):
        self.lock = threading.Lock()
        self.acquire, self.release = self.lock.acquire, self.lock.release
    def __enter__(self):
        self.lock.acquire()
        signal.getsignal(signal.SIGALRM)(signal.SIGALRM, sys._getframe(1))
    def __exit__(self, *_):
        self.lock.release()

class Component:
    def __init__(self):
        self.taken = Lock()
    @keyword
    def wait_for_ever(self):
        with threading.Condition(self.taken):
            pass
        time.sleep(60)
    @keyword
    def lock_should_be_free(self):
        assert not self.taken.lock.locked(), "Expected a free lock, got one that somebody holds"

class Waiting(KeywordLibrary):
    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    def __init__(self):
        super().__init__([Component()])
'''
SUITE = """
*** Settings ***
Library    Waiting.py

*** Test Cases ***
Interrupted
    [Timeout]    50 seconds
    Wait For Ever

Next
    Lock Should Be Free
"""


def test_a_timeout_leaves_no_lock_behind(tmp_path: Path) -> None:
    (tmp_path / "Waiting.py").write_text(LIBRARY)
    (tmp_path / "suite.robot").write_text(SUITE)
    robot.run(tmp_path / "suite.robot", outputdir=tmp_path, log=None, report=None, console="none")
    tests = ExecutionResult(tmp_path / "output.xml").suite.tests
    assert [test.message for test in tests] == ["Test timeout 50 seconds exceeded.", ""]
