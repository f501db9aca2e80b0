"""A listener that writes a profile of its robot, as a page of pyinstrument."""

import os
from pathlib import Path

from pyinstrument import Profiler

SECONDS_BETWEEN_SAMPLES = 0.005


class RobotProfile:
    """Samples the thread that runs the tests, waiting included, from the first suite to the last.

    Args:
        folder: Where the page is written, as `robot-<process>.html`.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, folder: str) -> None:
        self._page = Path(folder) / f"robot-{os.getpid()}.html"
        self._profiler = Profiler(interval=SECONDS_BETWEEN_SAMPLES, async_mode="disabled")
        self._profiler.start(target_description="robot")

    def close(self) -> None:
        """Write the page."""
        self._profiler.stop()
        self._page.parent.mkdir(parents=True, exist_ok=True)
        self._profiler.write_html(self._page)
