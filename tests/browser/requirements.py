"""What the tests in a browser need of the machine."""

import shutil
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def missing(package: Path) -> str | None:
    """Return what is missing, and how to get it; None if nothing is.

    Args:
        package: A file or folder of the npm package that a test needs.
    """
    if CHROMIUM is None:
        return "no Chromium: apt-get install chromium"
    if shutil.which("node") is None or not package.exists():
        return "the npm packages are not installed: make browser"
    return None
