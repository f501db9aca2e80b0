"""Uploads pass through one temporary file, so that simultaneous ones are stored with each other's content."""

NOTICED_BY = "Concurrent Uploads Of A User Are Not Mixed Up"
MENTIONS = "another file"


def apply() -> None:
    """Write and read one file."""
    import tempfile
    import time
    from pathlib import Path

    from manuel_sandbox.domain.manual_files import ManualFiles

    store = ManualFiles.store
    path = Path(tempfile.mkdtemp()) / "upload.pdf"

    def store_from_file(self, manual, content):
        path.write_bytes(content)
        time.sleep(0.05)
        store(self, manual, path.read_bytes())

    ManualFiles.store = store_from_file
