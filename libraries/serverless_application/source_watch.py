"""Which functions have to start again, because a file of their code has changed."""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 0.3
IGNORED = ("__pycache__", "node_modules", ".venv", ".git")

Snapshot = dict[Path, tuple[int, int]]


class SourceWatch:
    """Looks at the files of functions again and again, until it is stopped.

    Args:
        folders: The folders of each function by its name, or single files.
        restart: Called with the name of each function of which a file has been changed, added or removed.
    """

    def __init__(self, folders: Mapping[str, Iterable[Path]], restart: Callable[[str], None]) -> None:
        self._folders = {name: tuple(paths) for name, paths in folders.items()}
        self._restart = restart
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="source-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._seen = self._look()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(INTERVAL_SECONDS):
            now = self._look()
            for name in now:
                if now[name] != self._seen[name]:
                    self._start_again(name)
            self._seen = now

    def _start_again(self, name: str) -> None:
        logger.info("The code of %s has changed: it starts again.", name)
        try:
            self._restart(name)
        except Exception:
            logger.exception("%s could not start again.", name)

    def _look(self) -> dict[str, Snapshot]:
        return {
            name: {path: state for folder in folders for path, state in _files(folder)}
            for name, folders in self._folders.items()
        }


def _files(folder: Path) -> Iterable[tuple[Path, tuple[int, int]]]:
    """Return each file in a folder, or the file itself, with its time of change and its size; one may vanish at any time."""
    for path in _paths(folder):
        with suppress(OSError):
            stat = path.stat()
            yield path, (stat.st_mtime_ns, stat.st_size)


def _paths(folder: Path) -> Iterable[Path]:
    if folder.is_file():
        yield folder
    for parent, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in IGNORED]
        yield from (Path(parent, file) for file in files)
