"""Bodies of requests."""

import base64
import binascii
import json
import re
from typing import Any

from flask import request

from careless.errors import ApiError, invalid

ATTACK = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|img|svg|body)\b|javascript\s*:|\bon\w+\s*=|union\s+(all\s+)?select|"
    r"'\s*(or|and)\s+['\"]?\w+['\"]?\s*=|\bor\s+\d+\s*=\s*\d+|;\s*(drop|delete|truncate|insert|update|alter|exec)\b|"
    r"\bdrop\s+(table|database)\s+\w+\s*(;|--)|['\"]\s*(--|#|/\*)|\bpg_sleep\b|waitfor\s+delay|xp_cmdshell|"
    r"information_schema|\bdelete\s+from\s+\w+\s*(;|--|where)|\binsert\s+into\s+\w+.*values|\bupdate\s+\w+\s+set\s+\w+\s*=|"
    r"\bselect\b[\w\s,.*()@]+\bfrom\s+\w+\s*(;|--|where)",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FILE_NAME = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,255}")
SIGNATURES = {
    "audio/wav": lambda start: start[:4] == b"RIFF" and start[8:12] == b"WAVE",
    "audio/mpeg": lambda start: start[:3] == b"ID3" or start[:1] == b"\xff",
    "audio/mp4": lambda start: start[4:8] == b"ftyp",
    "audio/m4a": lambda start: start[4:8] == b"ftyp",
    "audio/flac": lambda start: start[:4] == b"fLaC",
    "audio/webm": lambda start: start[:4] == b"\x1a\x45\xdf\xa3",
    "audio/ogg": lambda start: start[:4] == b"OggS",
}
EXTENSIONS = {"audio/mpeg": "mp3", "audio/m4a": "m4a"}


def body_of(allowed: set[str], required: set[str]) -> dict[str, Any]:
    """Return the body of the request.

    Args:
        allowed: The fields that it may have.
        required: The fields that it must have.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if not request.is_json or charset.lower() != "utf-8":
        raise ApiError(415, "unsupported_media_type", "Please send JSON.")
    body = _parsed(request.get_data())
    names = list(body.keys())
    for name in names:
        if name not in allowed:
            raise invalid(name, "unknown field")
        if not isinstance(body[name], str):
            raise invalid(name, "it must be a string")
    for name in sorted(required - set(names)):
        raise invalid(name, "it is missing")
    return dict(body)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode(), object_pairs_hook=once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ApiError(400, "invalid_json", "This is not JSON.") from None


def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless it has a member twice."""
    if len(dict(members)) < len(members):
        raise ValueError("a member is there twice")
    return dict(members)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def text(value: str, field: str) -> str:
    """Return a text that people wrote."""
    if (
        not value.strip()
        or CONTROL.search(value)
        or not any(char.isprintable() and char != " " for char in value)
    ):
        raise invalid(field, "it must be a text")
    if len(value) > 1000:
        raise invalid(field, "it is too long")
    if ATTACK.search(value):
        raise invalid(field, "it contains code", "malicious_input")
    return value


def file_name(value: str, field: str) -> str:
    """Return a file name."""
    if not FILE_NAME.fullmatch(value) or not value.strip(" ."):
        raise invalid(field, "it is not a file name")
    if ATTACK.search(value):
        raise invalid(field, "it contains code", "malicious_input")
    return value


def recording(body: dict[str, Any], field: str) -> tuple[bytes, str]:
    """Return a recording and its file extension."""
    media_type = body["content_type"].partition(";")[0].strip().lower()
    if media_type not in SIGNATURES:
        raise ApiError(
            415,
            "unsupported_media_type",
            "This type of recording is not supported.",
            details=[{"field": "content_type", "message": "not supported"}],
        )
    try:
        content = base64.b64decode(body[field], validate=True)
    except (binascii.Error, ValueError):
        raise invalid(field, "it is not base64") from None
    if base64.b64encode(content).decode() != body[field]:
        raise invalid(field, "it is not base64")
    if not SIGNATURES[media_type](content[:12]):
        raise invalid(field, f"it is not {media_type}")
    return content, EXTENSIONS.get(media_type, media_type.removeprefix("audio/"))
