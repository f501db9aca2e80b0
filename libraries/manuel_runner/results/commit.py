"""The commit of these tests."""

import os
import shutil
import subprocess
from pathlib import Path


def commit_of_tests() -> str | None:
    """Return the commit that is checked out, or that CI says is; None outside a repository."""
    if commit := os.environ.get("GITHUB_SHA") or os.environ.get("GIT_COMMIT"):
        return commit
    git = shutil.which("git")
    if git is None:
        return None
    asked = subprocess.run(
        [git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    return asked.stdout.strip() or None
