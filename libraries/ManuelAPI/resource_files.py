"""The files that the project keeps for its tests, by name."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
CONTRACT = RESOURCES / "contract" / "openapi.yaml"


def find_file(name: str, folder: str) -> Path:
    """A file by its path, or by its name in a folder of `resources/data`.

    Args:
        name: `coffee-machine.pdf`, or the path of a file anywhere.
        folder: `manuals` or `audio`.

    Raises:
        FileNotFoundError: There is none; the message lists those of the folder.
    """
    path = Path(name)
    if path.is_file():
        return path
    directory = RESOURCES / "data" / folder
    if (directory / name).is_file():
        return directory / name
    known = ", ".join(sorted(file.name for file in directory.glob("*") if file.is_file())) or "none"
    raise FileNotFoundError(
        f"There is no file {name!r}, neither as a path nor among those of {directory}: {known}."
    )
