"""A load mix of the suites, sent by Locust as a user sends it, with users who sign in."""

import json
import re
from pathlib import Path

import pytest

from conftest import SUITES, run
from support.secret_search import inflated

MIX = SUITES / "performance" / "afternoon.yaml"


@pytest.mark.timeout(300)
def test_mix_is_sent_by_two_processes_that_leave_no_token_behind(tmp_path: Path) -> None:
    done = run("manuel-tests", "load", MIX, "--locust", "2", "--outputdir", tmp_path, cwd=tmp_path)
    assert done.status == 0, done.output
    saved = [json.loads(path.read_text())["data"] for path in (tmp_path / "measurements").iterdir()]
    whole = next(each for each in saved if each["name"] == "An afternoon")
    assert (whole["model"], whole["errors"], whole["invalid"]) == ("closed", {}, None)
    assert len(saved) == 5
    assert whole["statuses"]["200"] == sum(each["statuses"]["200"] for each in saved) / 2
    written = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > len(saved)
    assert not [text for text in written if re.search(r"eyJ[A-Za-z0-9_-]{10,}", inflated(text))]
