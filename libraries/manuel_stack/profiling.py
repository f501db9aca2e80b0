"""A profile of all threads of this process, as a page of pyinstrument.

pyinstrument itself samples the thread that starts it, and a stack answers each connection in a thread of its own.
"""

import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

PROFILE_VARIABLE = "MANUEL_PROFILE_FOLDER"
"""The environment variable that names the folder for the profiles of a run."""
SECONDS_BETWEEN_SAMPLES = 0.005
_WAITING = {
    ("threading.py", "wait"),
    ("threading.py", "_wait_for_tstate_lock"),
    ("selectors.py", "select"),
    ("socket.py", "readinto"),
    ("socket.py", "accept"),
    ("queue.py", "get"),
    ("parent.py", "serve_lease"),
}
"""Functions that wait for something when they are the innermost of a thread, by file and name."""
_ROOT = "all threads\x00<thread>\x000"
"""A function that has called all others, in pyinstrument's notation."""


@contextmanager
def profile_written_to(folder: str | None) -> Iterator[None]:
    """Write a profile of the body, of all threads, to `stack-<process>.html` in a folder; without a folder do nothing."""
    if folder is None:
        yield
        return
    sampler = _ThreadSampler()
    sampler.start()
    try:
        yield
    finally:
        sampler.write(Path(folder) / f"stack-{os.getpid()}.html")


class _ThreadSampler:
    """Notes several times a second in which functions the threads are that do not wait."""

    def __init__(self) -> None:
        self._seconds: defaultdict[tuple[str, ...], float] = defaultdict(float)
        self._began = time.time()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, name="profile", daemon=True)

    def start(self) -> None:
        """Begin to sample."""
        self._thread.start()

    def write(self, page: Path) -> None:
        """End, and write what was found."""
        from pyinstrument.renderers import HTMLRenderer
        from pyinstrument.session import Session

        self._ended.set()
        self._thread.join()
        session = Session(
            frame_records=[(list(stack), seconds) for stack, seconds in self._seconds.items()],
            start_time=self._began,
            duration=time.time() - self._began,
            min_interval=SECONDS_BETWEEN_SAMPLES,
            max_interval=SECONDS_BETWEEN_SAMPLES,
            sample_count=len(self._seconds),
            start_call_stack=[_ROOT],
            target_description="local stack: AWS stand-in and backend",
            cpu_time=time.process_time(),
            sys_path=sys.path,
            sys_prefixes=Session.current_sys_prefixes(),
        )
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(HTMLRenderer().render(session), encoding="utf-8")

    def _sample(self) -> None:
        last, own = time.perf_counter(), threading.get_ident()
        while not self._ended.wait(SECONDS_BETWEEN_SAMPLES):
            now = time.perf_counter()
            for thread, frame in sys._current_frames().items():
                if thread != own and not _waits(frame):
                    self._seconds[_functions(frame)] += now - last
            last = now


def _waits(frame: FrameType) -> bool:
    code = frame.f_code
    return (Path(code.co_filename).name, code.co_name) in _WAITING


def _functions(frame: FrameType | None) -> tuple[str, ...]:
    """Return the functions that have called each other, the outermost first, likewise."""
    from pyinstrument.low_level.stat_profile import get_frame_info

    functions = []
    while frame is not None:
        functions.append(sys.intern(get_frame_info(frame)))
        frame = frame.f_back
    return (_ROOT, *reversed(functions))
