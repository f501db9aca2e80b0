"""Attack the end of failures: tests whose timeouts strike around the activation of a fault, and tests that leave one behind.

After each of them, a test looks whether a rule is still active. The engine's server processes requests up to 15 ms late, so that
a timeout strikes before, during and after the processing. The first activation waits until the end of its test has overtaken it.

`python tests/attacks/interrupted_activations.py --count 150 --seed 1` runs the whole attack.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fault_engine import FaultEngine
from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

KEYWORDS = Path(__file__).with_name("RuleWatch.py")
SECONDS = 300
MOST_LATE = 0.015
OVERTAKEN_SECONDS = 30.0
"""How long an activation waits for the end of its test."""
FIRST_MILLISECONDS = 1000
"""The timeout of the first test, whose activation is sent by then, and waits for its end."""
OWNER = "HTTP_X_FAULT_OWNER"
ACTIVATIONS = {
    "test timeout": """
    [Timeout]    {milliseconds} ms
    Activate Fault    latency    service=sqs    delay=1ms    must_hit=False
    Sleep    1 s
""",
    "ignored error": """
    Run Keyword And Ignore Error    Activate Within    {milliseconds} ms
""",
    "named failure": """
    [Timeout]    {milliseconds} ms
    Activate Failure    bedrock_throttling
    Sleep    1 s
""",
    "fault in a teardown": """
    [Timeout]    {milliseconds} ms
    Sleep    1 s
    [Teardown]    Activate Fault    latency    service=sqs    delay=1ms    must_hit=False
""",
    "chaos door": """
    Add Chaos Fault
    Fail    The fault is still there.
""",
}
HEAD = """
*** Settings ***
Library    FailureSimulator    {url}
Library    {keywords}    {url}

*** Keywords ***
Activate Within
    [Arguments]    ${{timeout}}
    [Timeout]    ${{timeout}}
    Activate Fault    latency    service=sqs    delay=1ms    must_hit=False
    Sleep    1 s

*** Test Cases ***
"""


@dataclass(frozen=True)
class Outcome:
    """What became of an attack."""

    attacks: int
    interrupted: int
    """Attacks that a timeout struck."""
    late: int
    """Activations that arrived after the end of their test, and were refused."""
    survived: tuple[str, ...]
    """Attacks after which a rule was still active."""


class SlowEngine:
    """A fault engine whose control API takes its time before and after it processes a request."""

    def __init__(self, seed: int) -> None:
        self.engine = FaultEngine()
        self.refused = 0
        self._random = random.Random(seed)
        self._idle = threading.Condition()
        self._busy = 0
        self._ended: set[str] = set()
        self._is_first = True

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/active":
            return self._active(start_response)
        with self._under_way():
            if environ["REQUEST_METHOD"] == "POST":
                self._delay(environ.get(OWNER, ""))
            reply = list(self.engine.control(environ, self._counting(start_response)))
            if environ["REQUEST_METHOD"] == "DELETE":
                self._note_end(environ.get(OWNER, ""))
            time.sleep(self._random.uniform(0, MOST_LATE / 3))
            return reply

    def _delay(self, owner: str) -> None:
        time.sleep(self._random.uniform(0, MOST_LATE))
        is_first, self._is_first = self._is_first, False
        if is_first:
            with self._idle:
                self._idle.wait_for(lambda: owner in self._ended, OVERTAKEN_SECONDS)

    def _note_end(self, owner: str) -> None:
        with self._idle:
            self._ended.add(owner)
            self._idle.notify_all()

    def _active(self, start_response: "StartResponse") -> Iterable[bytes]:
        with self._idle:
            self._idle.wait_for(lambda: self._busy == 0, SECONDS)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps([rule["name"] for rule in self.engine.rules]).encode()]

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._idle:
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _counting(self, start_response: "StartResponse") -> "StartResponse":
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            self.refused += status.startswith("400")
            return start_response(status, headers, *exc_info)

        return start


def attack(count: int, seed: int, directory: Path) -> Outcome:
    """Run a number of attacks, each followed by a test that looks at what it has left.

    Args:
        count: How many.
        seed: Decides the timeouts and how late the server is.
        directory: Where the suite and its results go.
    """
    slow = SlowEngine(seed)
    suite = directory / "attacks.robot"
    with LoopbackServer(slow) as server:
        suite.write_text(HEAD.format(url=server.url, keywords=KEYWORDS) + "".join(_cases(count, seed)))
        command = [sys.executable, "-m", "robot", "--outputdir", str(directory), str(suite)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    output = directory / "output.xml"
    if not output.exists():
        raise RuntimeError(run.stdout + run.stderr)
    return _outcome(output, slow.refused)


def _cases(count: int, seed: int) -> Iterator[str]:
    chosen = random.Random(seed)
    for number in range(count):
        kind = list(ACTIVATIONS)[number % len(ACTIVATIONS)]
        milliseconds = chosen.randint(1, 18) if number else FIRST_MILLISECONDS
        body = ACTIVATIONS[kind].format(milliseconds=milliseconds)
        yield f"Attack {number}: {kind}\n{body.strip(chr(10))}\nAfter {number}: {kind}\n    No Rule Should Be Active\n"


def _outcome(output: Path, refused: int) -> Outcome:
    tests = ET.parse(output).getroot().iter("test")
    results = {str(test.get("name")): test.find("status") for test in tests}
    texts = {name: "" if status is None else str(status.text) for name, status in results.items()}
    failed = {
        name for name, status in results.items() if status is not None and status.get("status") == "FAIL"
    }
    return Outcome(
        attacks=sum(name.startswith("Attack") for name in results),
        interrupted=sum("timeout" in text for text in texts.values()),
        late=refused,
        survived=tuple(name for name in results if name.startswith("After") and name in failed),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attack and print what became of it."""
    parser = argparse.ArgumentParser(description="Attack the end of failures.")
    parser.add_argument("--count", type=int, default=150, help="number of attacks (default: 150)")
    parser.add_argument("--seed", type=int, default=1, help="decides the timeouts and delays (default: 1)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as directory:
        outcome = attack(options.count, options.seed, Path(directory))
    print(outcome)
    return 1 if outcome.survived or outcome.attacks != options.count else 0


if __name__ == "__main__":
    sys.exit(main())
