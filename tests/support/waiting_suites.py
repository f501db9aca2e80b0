"""Suites that run until they are told to end."""

from dataclasses import dataclass
from pathlib import Path

from support.waiting import wait_until

SUITE = """
*** Settings ***
Library         ManuelEnvironment
Library         OperatingSystem


*** Test Cases ***
Runs Until It Is Told To End
    Create File    ${SUITE SOURCE}.started
    Wait Until Created    ${CURDIR}/end    timeout=1 minute
"""
PATIENCE = 60
"""Seconds until a run has reached its tests on a busy machine."""


@dataclass(frozen=True)
class WaitingSuites:
    """Suites with a test each, in a folder of their own.

    Attributes:
        folder: The folder; the suites are all that is run of it.
    """

    folder: Path

    @classmethod
    def write(cls, folder: Path, *names: str) -> "WaitingSuites":
        """Write suites with these names into a new folder."""
        folder.mkdir()
        for name in names:
            (folder / f"{name}.robot").write_text(SUITE)
        return cls(folder)

    def wait_until_all_run(self) -> None:
        """Wait until the test of each suite has started."""
        suites = list(self.folder.glob("*.robot"))
        wait_until(lambda: all(Path(f"{suite}.started").exists() for suite in suites), PATIENCE)

    def end(self) -> None:
        """Let the tests end: those that run, and those that are started from now on."""
        (self.folder / "end").touch()
