"""The behaviours of tests/utest/aws_stand_in/test_behaviours.py and the cases of S3, against MockAWS and against moto_server.

Run: `.venv/bin/python tests/bench/bench_mock_aws_behaviours.py`. Prints a table; exit status 1 if MockAWS fails one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from aws_servers import MOTO, OURS, running

FOLDER = Path(__file__).parents[1] / "utest" / "aws_stand_in"
TESTS = (str(FOLDER / "test_behaviours.py"), f"{FOLDER / 'test_storage_behaviours.py'}::test_s3")
SERVERS = (OURS, MOTO)


def results(url: str) -> dict[str, bool]:
    """Run the behaviours against a server, and return which of them it has."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "results.xml"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                *TESTS,
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
    for name in SERVERS:
        with running(name) as (server,):
            found[name] = results(server.url)
    print(f"{'behaviour':78}" + "".join(f"{name:>13}" for name in SERVERS))
    for behaviour in found[OURS]:
        words = behaviour.removeprefix("test_").replace("_", " ")
        marks = ("yes" if found[name].get(behaviour) else "no" for name in SERVERS)
        print(f"{words:78}" + "".join(f"{mark:>13}" for mark in marks))
    totals = {name: sum(outcomes.values()) for name, outcomes in found.items()}
    count = len(found[OURS])
    print(f"{f'of {count}':78}" + "".join(f"{totals[name]:>13}" for name in SERVERS))
    return 0 if all(found[OURS].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
