"""pabot's own server ends with a pabot that is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manuel_stack.pabot_server import PabotServer, end_servers_without_pabot
from manuel_stack.process_name import lives, process_name
from support.waiting import wait_until

SERVER = "import time; time.sleep(60)"
PABOT = f"""
import subprocess, sys, time
server = [sys.executable, "-c", {SERVER!r}, "-m", "pabot.pabotlib"]
other = [sys.executable, "-c", {SERVER!r}]
print(subprocess.Popen(server).pid, subprocess.Popen(other).pid, flush=True)
time.sleep(60)
"""
ORPHAN = f'''"$0" -c "{SERVER}" -m pabot.pabotlib >/dev/null & echo $!'''


def test_the_server_ends_and_nothing_else_that_pabot_has_started() -> None:
    with subprocess.Popen([sys.executable, "-c", PABOT], stdout=subprocess.PIPE, text=True) as pabot:
        assert pabot.stdout is not None
        server, other = map(int, pabot.stdout.readline().split())
        wait_until(lambda: _is_python(server))
        name = process_name(server)
        found = PabotServer(pabot.pid)
        found.end()
        wait_until(lambda: not lives(name))
        assert lives(process_name(other))
        found.end()
        os.kill(other, signal.SIGKILL)
        pabot.kill()


def test_servers_end_whose_pabot_is_gone_and_that_were_started_in_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    here, elsewhere = _orphan(tmp_path / "here"), _orphan(tmp_path / "elsewhere")
    with subprocess.Popen([sys.executable, "-c", PABOT], stdout=subprocess.PIPE, text=True) as pabot:
        assert pabot.stdout is not None
        served, other = map(int, pabot.stdout.readline().split())
        wait_until(lambda: _is_python(served))
        name = process_name(here)
        end_servers_without_pabot()
        wait_until(lambda: not lives(name))
        assert lives(process_name(served))
        assert lives(process_name(elsewhere))
        for process in (elsewhere, served, other, pabot.pid):
            os.kill(process, signal.SIGKILL)


def _orphan(folder: Path) -> int:
    """Start a server whose parent ends at once."""
    shell = ["bash", "-c", ORPHAN, sys.executable]
    done = subprocess.run(shell, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    server = int(done.stdout)
    wait_until(lambda: _is_python(server))
    return server


def _is_python(process: int) -> bool:
    return b"pabot.pabotlib" in Path(f"/proc/{process}/cmdline").read_bytes()
