"""`POST /api/transcribe`: from a recording to its text."""

from manuel_sandbox.domain.audio import read_recording
from manuel_sandbox.domain.quota import Quota
from manuel_sandbox.domain.speech import Transcriber
from manuel_sandbox.handlers.api import Body, HandlerRequest, HandlerResponse, ok
from manuel_sandbox.handlers.fields import Base64, FileName


class TranscribeBody(Body):
    """A recording."""

    audio_data: Base64
    content_type: str
    filename: FileName = "recording"


class Transcribe:
    """Transcribes recordings."""

    def __init__(self, *, transcriber: Transcriber, quota: Quota) -> None:
        self._transcriber = transcriber
        self._quota = quota

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        body = request.json(TranscribeBody)
        recording = read_recording(body.audio_data, body.content_type, field="audio_data")
        with self._quota.reserve(request.user_id, "transcribe", request.request_id) as reservation:
            transcript = self._transcriber.transcribe(request.user_id, recording, field="audio_data")
            counters = reservation.confirm(transcript.cost)
        return ok(
            {
                "transcription": transcript.text,
                "usage": counters.as_json(),
                "cost": {
                    "total_cost_eur": float(transcript.cost.eur),
                    "audio_seconds": transcript.audio_seconds,
                    "operation": "transcribe",
                },
            }
        )
