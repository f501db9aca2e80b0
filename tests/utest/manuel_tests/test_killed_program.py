"""A Python program that is killed in the middle of a run leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from manuel_stack.results_lock import LOCK
from support.waiting import wait_until

PROGRAM = """
import sys
from pathlib import Path
from manuel_tests.config import TestConfig
from manuel_tests.framework import IntegrationTestFramework
IntegrationTestFramework(TestConfig(), directory=Path(sys.argv[1])).run_all_tests()
"""


def test_the_run_and_its_settings_go_with_the_program(tmp_path: Path) -> None:
    results, temporary = tmp_path / "results", tmp_path / "temporary"
    temporary.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(results)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(lambda: [*results.rglob(LOCK)], timeout=60)
        assert [*temporary.glob("*/*/settings.json")]
        assert processes_about(results)
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
    wait_until(lambda: not processes_about(results))
    wait_until(lambda: not [*temporary.iterdir()])
    assert not [*results.rglob(LOCK)]


def processes_about(folder: Path) -> list[int]:
    """Return the processes whose command line names the folder."""
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if names(path, folder)]


def names(command_line: Path, folder: Path) -> bool:
    try:
        return os.fsencode(folder) in command_line.read_bytes()
    except OSError:  # it has ended
        return False
