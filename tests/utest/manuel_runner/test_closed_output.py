"""Programs whose output nobody reads to its end, as in `| head`, print no traceback."""

import os
import subprocess
import sys

import pytest

RUNNER = """
import sys
from manuel_runner import command_line

command_line._report = lambda _: print("x" * 100_000) or 0
sys.exit(command_line.main(["report"]))
"""
STAND_IN = """
import sys
from aws_stand_in import command_line

command_line._what_is_imitated = lambda: "x" * 100_000
sys.exit(command_line.main(["--imitates"]))
"""


@pytest.mark.parametrize(("program", "status"), [(RUNNER, 253), (STAND_IN, 1)], ids=["runner", "stand-in"])
def test_an_output_that_is_closed_ends_the_program_without_a_word(program: str, status: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (status, "")
    heard = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (heard.returncode, heard.stderr, len(heard.stdout) > 1000) == (0, "", True)


WATCHING = """
import sys
from manuel_runner import command_line
from manuel_runner.running.screen import screen

def report(options):
    with screen():
        print("shown")
    return 3

command_line._report = report
sys.exit(command_line.main(["report"]))
"""


@pytest.mark.parametrize("closed", ["", ">&-", ">&- 2>&-"])
def test_outputs_that_a_shell_has_closed_do_not_keep_a_program_from_its_work(closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, WATCHING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "" if closed else "shown\n", "")
