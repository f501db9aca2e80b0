"""The project's files for tests, by name."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
CONTRACT = RESOURCES / "contract" / "openapi.yaml"


def find_file(name: str, folder: str) -> Path:
    """Return the path of a file that is given by its path, or by its name in a folder of `resources/data`.

    Args:
        name: `coffee-machine.pdf`, or the path of a file anywhere.
        folder: `manuals` or `audio`.

    Raises:
        FileNotFoundError: There is no such file; the message lists those of the folder.
    """
    path = Path(name)
    if path.is_file():
        return path
    directory = RESOURCES / "data" / folder
    if (directory / name).is_file():
        return directory / name
    known = ", ".join(sorted(file.name for file in directory.glob("*") if file.is_file())) or "none"
    raise FileNotFoundError(
        f"There is no file {name!r}, neither at that path nor in {directory}, which has: {known}."
    )
