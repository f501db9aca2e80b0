"""The token is sent but never printed, neither by this library nor by RequestsLibrary, at any log level."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SUITE = """
*** Settings ***
Library    ManuelAPI
Library    RequestsLibrary
Library    {helper}

*** Test Cases ***
Everything That Sends The Token
    ${{identity}} =    Be Signed In
    Log    ${{identity}}
    Do Not Check Contract    The small API of this test answers anything.
    Ask    How do I descale it?
    ${{response}} =    GET On Session    manuel    /api/user/usage
    Log Many    ${{response}}    ${{response.request.headers}}
    POST On Session    manuel    /api/query    json=${{{{{{"question": "?"}}}}}}
    Send Request    GET    /api/user/usage    token=${{identity.access_token}}
    Run Keyword And Ignore Error    Send Request    GET    /api/user/usage    status=418
    Run Keyword And Ignore Error    GET On Session    manuel    /x    expected_status=418
    Log Variables

Sessions Made By A Test Stand Beside Ours
    Create Session    other    {url}    max_retries=0
    Be Signed In
    Do Not Check Contract    The small API of this test answers anything.
    GET On Session    other    /foreign
    GET On Session    manuel    /api/manuals
    Delete All Sessions
    GET On Session    manuel    /api/manuals
"""

HELPER = """
from robot.api.types import Secret
from ManuelAuth.identity import Identity, identity_store

def be_signed_in():
    identity = Identity("reader@example.com", "reader", Secret("{id}"), Secret("{access}"), Secret("{refresh}"))
    identity_store().remember(identity)
    return identity
"""

# Not of a token's form, so that no mask that looks for one can hide a leak.
TOKENS = {"id": "canary-id-0f3a", "access": "canary-access-77b1", "refresh": "canary-refresh-c2d9"}


@pytest.mark.parametrize("level", ["TRACE", "INFO"])
def test_tokens_are_never_printed(api: Any, tmp_path: Path, level: str) -> None:
    (tmp_path / "Helper.py").write_text(HELPER.format(**TOKENS))
    (tmp_path / "suite.robot").write_text(SUITE.format(helper=tmp_path / "Helper.py", url=api.url))
    (tmp_path / "dev.json").write_text(json.dumps({"environment": "dev", "api_base_url": api.url}))
    output = tmp_path / "output"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "robot", "--loglevel", level, "--debugfile", "debug.txt"),
            *("--variablefile", tmp_path / "dev.json", "--outputdir", output, tmp_path / "suite.robot"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

    sent = {request.path: request.headers.get("Authorization") for request in api.requests}
    assert sent["/api/query"] == f"Bearer {TOKENS['id']}"
    assert sent["/api/manuals"] == f"Bearer {TOKENS['id']}"
    assert any(
        request.headers.get("Authorization") == f"Bearer {TOKENS['access']}" for request in api.requests
    )
    assert sent["/foreign"] is None

    written = {path.name: path.read_text(errors="replace") for path in output.iterdir()}
    assert {"output.xml", "log.html", "debug.txt"} <= set(written)
    assert "'Authorization': 'Bearer &lt;secret&gt;'" in written["output.xml"]
    for name, text in {**written, "console": run.stdout + run.stderr}.items():
        assert "canary" not in text, name
