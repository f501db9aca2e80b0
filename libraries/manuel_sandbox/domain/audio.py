"""Recordings, whose format is recognised by their first bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError, UnsupportedMediaTypeError

SIGNATURE_BYTES = 12
MediaFormat = Literal["mp3", "mp4", "wav", "flac", "ogg", "webm", "m4a"]


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """One audio format.

    Attributes:
        media_format: Its name at Amazon Transcribe, which is also its file extension.
        recognises: Tells from the first bytes of a file whether it has this format.
    """

    media_format: MediaFormat
    recognises: Callable[[bytes], bool]


def _is_mp3(start: bytes) -> bool:
    return start.startswith(b"ID3") or (start[:1] == b"\xff" and start[1:2] >= b"\xe0")


def _is_mp4(start: bytes) -> bool:
    return start[4:8] == b"ftyp"


FORMATS = {
    "audio/wav": AudioFormat("wav", lambda start: start[:4] == b"RIFF" and start[8:12] == b"WAVE"),
    "audio/mpeg": AudioFormat("mp3", _is_mp3),
    "audio/mp4": AudioFormat("mp4", _is_mp4),
    "audio/m4a": AudioFormat("m4a", _is_mp4),
    "audio/flac": AudioFormat("flac", lambda start: start.startswith(b"fLaC")),
    "audio/webm": AudioFormat("webm", lambda start: start.startswith(b"\x1a\x45\xdf\xa3")),
    "audio/ogg": AudioFormat("ogg", lambda start: start.startswith(b"OggS")),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that matches its media type."""

    content: bytes
    media_format: MediaFormat


def read_recording(content: bytes, content_type: str, *, field: str) -> Recording:
    """Check a recording against its media type.

    Args:
        content: The recording.
        content_type: Its media type, in upper or lower case and with any parameters.
        field: The field of the request that contains it, for the message.

    Raises:
        UnsupportedMediaTypeError: Recordings of this media type can't be transcribed.
        InvalidFieldError: The recording does not match its media type.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in FORMATS:
        raise UnsupportedMediaTypeError(
            f"The type of a recording must be one of {', '.join(FORMATS)}.",
            problems=[FieldProblem("content_type", "it is not allowed")],
        )
    audio = FORMATS[media_type]
    if not audio.recognises(content[:SIGNATURE_BYTES]):
        raise InvalidFieldError(FieldProblem(field, f"it is not {media_type}"))
    return Recording(content, audio.media_format)
