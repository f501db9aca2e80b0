"""pabot's own server ends with a pabot that is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from manuel_stack.pabot_server import PabotServer
from manuel_stack.process_name import lives, process_name
from support.waiting import wait_until

PABOT = """
import subprocess, sys, time
server = [sys.executable, "-c", "import time; time.sleep(60)", "-m", "pabot.pabotlib"]
other = [sys.executable, "-c", "import time; time.sleep(60)"]
print(subprocess.Popen(server).pid, subprocess.Popen(other).pid, flush=True)
time.sleep(60)
"""


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


def _is_python(process: int) -> bool:
    return b"pabot.pabotlib" in Path(f"/proc/{process}/cmdline").read_bytes()
