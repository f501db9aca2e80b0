"""The 45 behaviours of tests/utest/aws_stand_in/test_behaviours.py, against MockAWS and against moto_server.

Run: `.venv/bin/python tests/bench/bench_mock_aws_behaviours.py`. Prints a table; exit status 1 if MockAWS fails one.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

TESTS = Path(__file__).parents[1] / "utest" / "aws_stand_in" / "test_behaviours.py"
PORTS = {"MockAWS": 45663, "moto_server": 45664}


@contextmanager
def running(name: str) -> Iterator[str]:
    """Start a server and yield its URL."""
    url = f"http://127.0.0.1:{PORTS[name]}"
    command = {
        "MockAWS": [sys.executable, "-m", "MockAWS", "--port", str(PORTS[name])],
        "moto_server": [str(Path(sys.executable).with_name("moto_server")), "-p", str(PORTS[name])],
    }[name]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not answers(url):
            if process.poll() is not None:
                raise RuntimeError(f"{name} exited with status {process.returncode}")
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def results(url: str) -> dict[str, bool]:
    """Run the behaviours against a server, and return which of them it has."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "results.xml"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                str(TESTS),
                "-q",
                "-p",
                "no:cacheprovider",
                f"--junitxml={report}",
            ],
            env={**os.environ, "MOCKAWS_TEST_ENDPOINT": url},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        cases = ET.parse(report).getroot().iter("testcase")
        return {
            str(case.get("name")): not any(child.tag in ("failure", "error") for child in case)
            for case in cases
        }


def main() -> int:
    found: dict[str, dict[str, bool]] = {}
    for name in PORTS:
        with running(name) as url:
            found[name] = results(url)
    print(f"{'behaviour':78}" + "".join(f"{name:>13}" for name in PORTS))
    for behaviour in found["MockAWS"]:
        words = behaviour.removeprefix("test_").replace("_", " ")
        marks = ("yes" if found[name].get(behaviour) else "no" for name in PORTS)
        print(f"{words:78}" + "".join(f"{mark:>13}" for mark in marks))
    totals = {name: sum(outcomes.values()) for name, outcomes in found.items()}
    count = len(found["MockAWS"])
    print(f"{f'of {count}':78}" + "".join(f"{totals[name]:>13}" for name in PORTS))
    return 0 if all(found["MockAWS"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
