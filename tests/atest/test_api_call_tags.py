"""Every test that talks to the API, and no other, has the tag `api-call`."""

import json
from pathlib import Path

import pytest

from conftest import SUITES, run

LISTENER = Path(__file__).with_name("ApiCallCounter.py")
TAG = "api-call"


@pytest.mark.timeout(1800)
def test_tests_that_talk_to_the_api_are_tagged(tmp_path: Path) -> None:
    counted = tmp_path / "counted.json"
    done = run("robot", "--listener", f"{LISTENER}:{counted}", SUITES, cwd=tmp_path)
    tests = json.loads(counted.read_text())
    talking = {name for name, test in tests.items() if test["requests"]}
    tagged = {name for name, test in tests.items() if TAG in test["tags"]}
    assert len(talking) >= 80, done.output
    assert sorted(talking - tagged) == [], "these tests talk to the API: add the tag api-call"
    assert sorted(tagged - talking) == [], "these tests never talk to the API: remove the tag api-call"
