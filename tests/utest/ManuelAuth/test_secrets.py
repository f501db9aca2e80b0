"""Passwords and tokens are never printed, at any log level."""

import os
import re
import subprocess
import sys
from pathlib import Path

from manuel_stack.info import StackInfo
from support.secret_search import inflated

SUITE = """
*** Settings ***
Library    ManuelAuth
Library    {helper}

*** Test Cases ***
Everything That Has To Do With Secrets
    ${{identity}} =    Sign In
    Note Secrets    ${{identity}}
    ${{password}} =    Change Password
    Note Password    ${{password}}
    Run Keyword And Ignore Error    Sign In    ${{identity.email}}    ${{password}}
    ${{refreshed}} =    Refresh Tokens
    Note Secrets    ${{refreshed}}
    ${{token}} =    Get Token    access
    Get Token Claims    ${{token}}
    Token Should Be Valid
    ${{forged}} =    Forge Token    alg-none
    Log Many    ${{identity}}    ${{token}}    ${{forged}}    ${{password}}
    Run Keyword And Ignore Error    Token Should Be Valid    ${{forged}}
    Run Keyword And Ignore Error    Sign In Should Be Refused    ${{identity.email}}    ${{password}}
    Revoke Refresh Token
    Refresh Should Be Refused
    Log Variables
"""

HELPER = """
from pathlib import Path

def _note(*secrets):
    with Path({file!r}).open("a") as file:
        file.writelines(secret.value + "\\n" for secret in secrets)

def note_secrets(identity):
    _note(identity.id_token, identity.access_token, identity.refresh_token)

def note_password(password):
    _note(password)
"""


def test_secrets_are_never_printed(stack: StackInfo, tmp_path: Path) -> None:
    noted = tmp_path / "noted.txt"
    (tmp_path / "Helper.py").write_text(HELPER.format(file=str(noted)))
    (tmp_path / "suite.robot").write_text(SUITE.format(helper=tmp_path / "Helper.py"))
    output = tmp_path / "output"
    arguments = ["--loglevel", "TRACE", "--debugfile", "debug.txt", "--outputdir", str(output)]
    run = subprocess.run(
        [sys.executable, "-m", "robot", *arguments, str(tmp_path / "suite.robot")],
        env={**os.environ, "API_BASE_URL": stack.api_base_url, "AWS_ENDPOINT_URL": stack.aws_endpoint_url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    secrets = noted.read_text().split()
    assert len(secrets) == 7
    written = {path.name: inflated(path.read_text(errors="replace")) for path in output.iterdir()}
    assert {"output.xml", "log.html", "debug.txt"} <= set(written)
    for name, text in {**written, "console": run.stdout + run.stderr}.items():
        assert not [secret for secret in secrets if secret in text], name
        assert not re.search(r"eyJ[A-Za-z0-9_-]{10,}", text), name
