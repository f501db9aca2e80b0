"""What a JSON schema can't say of a request: recordings and PDFs that are some, and addresses that lead to one."""

import base64
import re
import uuid
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from requests import PreparedRequest

DATA = Path(__file__).resolve().parents[4] / "resources" / "data"
SUFFIXES = {
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "mp4",
    "audio/m4a": "m4a",
    "audio/flac": "flac",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
}
IDEMPOTENCY_KEY = re.compile(r"[0-9A-Za-z_-]{1,128}")
RECORDINGS = {
    media_type: base64.b64encode((DATA / "audio" / f"how-do-i-descale-it.{suffix}").read_bytes()).decode()
    for media_type, suffix in SUFFIXES.items()
}
EXAMPLE_RECORDING = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQAAAAA="
"""What the contract shows: a recording in form, but without a sound."""
PDF = base64.b64encode((DATA / "manuals" / "thermostat.pdf").read_bytes()).decode()

schemathesis.openapi.format("base64-audio", st.sampled_from(list(RECORDINGS.values())))
schemathesis.openapi.format("base64-pdf", st.just(PDF))
schemathesis.openapi.format(
    "public-http-url",
    st.sampled_from(["http://manuals.example.com/kettle.pdf", "http://example.org/a?b=c#d"]),
)


@schemathesis.hook
def before_call(_context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Put right what depends on something else: a recording on its type, a key on what it was used for before."""
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("content_type"), str):
        for field in {"audio_data", "file_data"} & body.keys():
            if body[field] in (EXAMPLE_RECORDING, *RECORDINGS.values()):
                body[field] = RECORDINGS.get(body["content_type"], body[field])
    kwargs["auth"] = use_key_once


def use_key_once(request: PreparedRequest) -> PreparedRequest:
    """What requests calls last; here, so that the case itself is not changed."""
    if IDEMPOTENCY_KEY.fullmatch(request.headers.get("Idempotency-Key", "")):
        request.headers["Idempotency-Key"] = str(uuid.uuid4())
    return request
