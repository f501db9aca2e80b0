"""The format of a recording, detected by its first bytes."""

import io
import wave
from dataclasses import dataclass

SHORTEST_SECONDS = 0.5
FALLBACK_BYTES_A_SECOND = 16_000

_SIGNATURES: tuple[tuple[str, int, bytes], ...] = (
    ("wav", 8, b"WAVE"),
    ("flac", 0, b"fLaC"),
    ("ogg", 0, b"OggS"),
    ("mp4", 4, b"ftyp"),
    ("webm", 0, b"\x1a\x45\xdf\xa3"),
    ("amr", 0, b"#!AMR"),
    ("mp3", 0, b"ID3"),
    ("mp3", 0, b"\xff\xfb"),
    ("mp3", 0, b"\xff\xf3"),
    ("mp3", 0, b"\xff\xf2"),
)


class UndecodableMediaError(Exception):
    """The file is not a recording that can be transcribed; the message says why."""


@dataclass(frozen=True, slots=True)
class Media:
    """A recording: its format as Transcribe names it, its length, its channels, and its sample rate if the file contains it."""

    format: str
    seconds: float
    sample_rate_hertz: int | None
    channels: int = 1


def inspect_media(content: bytes) -> Media:
    """Detect the format and the length of a recording.

    WAV files are decoded; of other formats only the signature is read, and the length is estimated.

    Raises:
        UndecodableMediaError: The format is unknown, the file is damaged, or it is shorter than half a second.
    """
    detected = next(
        (name for name, offset, magic in _SIGNATURES if content[offset : offset + len(magic)] == magic), None
    )
    if detected is None:
        raise UndecodableMediaError("The media format could not be detected. Check the file and try again.")
    media = (
        _wav(content) if detected == "wav" else Media(detected, len(content) / FALLBACK_BYTES_A_SECOND, None)
    )
    if detected == "wav" and media.seconds < SHORTEST_SECONDS:
        raise UndecodableMediaError(
            "The input media file length is too small. Minimum audio duration is "
            f"{SHORTEST_SECONDS} seconds. Check the length of the media file and try your request again."
        )
    return media


def _wav(content: bytes) -> Media:
    try:
        with wave.open(io.BytesIO(content)) as recording:
            rate = recording.getframerate()
            held = len(recording.readframes(recording.getnframes()))
            frames = held / (recording.getsampwidth() * recording.getnchannels())
            return Media("wav", frames / rate, rate, recording.getnchannels())
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise UndecodableMediaError(f"Unsupported media format. The WAV file is damaged: {error}.") from error
