"""What is said in the recordings of the test data, for a transcriber that is imitated."""

import hashlib
from pathlib import Path
from typing import TypedDict

DATA = Path(__file__).resolve().parents[2] / "resources" / "data"


class RecordingTranscript(TypedDict):
    """What a recording says, told by its content."""

    sha256: str
    transcript: str


def transcripts_of_the_recordings() -> list[RecordingTranscript]:
    """Return what the transcriber hears in each recording in which someone speaks."""
    import yaml

    spoken: dict[str, str | None] = yaml.safe_load((DATA / "transcripts.yaml").read_text(encoding="utf-8"))
    return [
        {"sha256": hashlib.sha256((DATA / "audio" / name).read_bytes()).hexdigest(), "transcript": text}
        for name, text in spoken.items()
        if text is not None
    ]
