"""The link of a manual leads to its metadata."""

NOTICED_BY = "Manual Can Be Downloaded From Its Link"


def apply() -> None:
    """Sign the other key."""
    from dataclasses import dataclass

    from manuel_sandbox.domain import manual_files

    url = manual_files.ManualFiles.url

    @dataclass
    class Metadata:
        name: str
        key: str

    def url_of_metadata(self, manual):
        return url(self, Metadata(manual.name, manual_files._metadata_key(manual)))

    manual_files.ManualFiles.url = url_of_metadata
