import subprocess
import sys
from pathlib import Path

LISTENER = "manuel_runner.running.robot_profile.RobotProfile"
LIBRARY = """
import time


def work_hard():
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
"""


def test_a_robot_says_in_which_functions_its_time_goes(tmp_path: Path) -> None:
    (tmp_path / "Worker.py").write_text(LIBRARY)
    (tmp_path / "some.robot").write_text(
        "*** Settings ***\nLibrary    Worker.py\n\n*** Test Cases ***\nWorks\n    Work Hard\n"
    )
    command = [sys.executable, "-m", "robot", "--output", "NONE", "--log", "NONE", "--report", "NONE"]
    listener = ["--listener", f"{LISTENER};{tmp_path / 'profile'}"]
    done = subprocess.run(
        [*command, *listener, "some.robot"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (tmp_path / "profile").iterdir()
    assert "work_hard" in page.read_text()
