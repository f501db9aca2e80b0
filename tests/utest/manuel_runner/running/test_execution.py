from pathlib import Path

from manuel_runner.running.execution import warnings_of_pabot

LOG = """\
[INFO]    Initialized logging in /results/pabot_results
[DEBUG]   2026-11-28 13:32:12 [PID:1] EXECUTING Group_Manuel.Api.Health
[ERROR]   Traceback (most recent call last):
  File "pabot.py", line 1, in run
OSError: [Errno 28] No space left on device
[INFO]    2026-11-28 13:32:18 FAILED Group_Manuel.Api.Health
[WARNING] storing .pabotsuitenames failed
"""


def test_what_pabot_warns_of_is_found_between_the_rest(tmp_path: Path) -> None:
    log = tmp_path / "pabot_manager.log"
    log.write_text(LOG)
    error, warning = warnings_of_pabot(log)
    assert error.startswith("pabot: Traceback (most recent call last):\n")
    assert error.endswith("\nOSError: [Errno 28] No space left on device")
    assert warning == "pabot: storing .pabotsuitenames failed"
