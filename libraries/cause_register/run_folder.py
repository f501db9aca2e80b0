"""The folder of a run: it is named after the run's leader, so that every process of the run finds it."""

import os
import shutil
import tempfile
from pathlib import Path


def run_folder(leader: int) -> Path:
    """Return the folder for the causes of a run. It is not created.

    Args:
        leader: The process whose life is the run's.
    """
    return _folder_of_all_runs() / f"{leader}-{_start_of(leader)}"


def remove_folders_of_ended_runs() -> None:
    """Remove the folders of runs whose leader is gone: nobody in them could tell that the run was over."""
    for folder in _folder_of_all_runs().glob("*-*"):
        leader = folder.name.partition("-")[0]
        if leader.isdigit() and not (_is_alive(int(leader)) and run_folder(int(leader)) == folder):
            shutil.rmtree(folder, ignore_errors=True)


def _folder_of_all_runs() -> Path:
    return Path(tempfile.gettempdir()) / f"manuel-causes-{os.getuid()}"


def _start_of(process: int) -> str:
    """Return when a process started, since process ids are used again; `0` where the system does not tell (`proc(5)`)."""
    try:
        fields_after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "0"
    return fields_after_name[19]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
