"""`POST /api/query`: answers a typed or spoken question, with sources."""

import time
from dataclasses import replace
from typing import Any

from manuel_sandbox.domain.assistant import Answer, Assistant, Source
from manuel_sandbox.domain.audio import Recording, read_recording
from manuel_sandbox.domain.costs import Cost
from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
from manuel_sandbox.domain.injection import Policy, sanitise
from manuel_sandbox.domain.manual_files import ManualFiles
from manuel_sandbox.domain.quota import Counters, Quota, Reservation
from manuel_sandbox.domain.speech import Transcriber, Transcript
from manuel_sandbox.handlers.api import Body, HandlerRequest, HandlerResponse, ok
from manuel_sandbox.handlers.fields import Base64, VisibleText
from manuel_sandbox.times import Clock


class QueryBody(Body):
    """A typed question, or the recording of a spoken one."""

    question: VisibleText = ""
    file_data: Base64 = b""
    content_type: str = ""


class Query:
    """Answers questions."""

    def __init__(  # noqa: PLR0913 - its dependencies
        self,
        *,
        assistant: Assistant,
        transcriber: Transcriber,
        files: ManualFiles,
        quota: Quota,
        injection_policy: Policy,
        question_length: int,
        cache_hits_charged: bool,
        clock: Clock,
    ) -> None:
        self._assistant = assistant
        self._transcriber = transcriber
        self._files = files
        self._quota = quota
        self._injection_policy = injection_policy
        self._question_length = question_length
        self._cache_hits_charged = cache_hits_charged
        self._clock = clock

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        started = time.monotonic()
        body = request.json(QueryBody)
        typed, recording = self._typed(body), _recording(body)
        with self._quota.reserve(request.user_id, "query", request.request_id) as reservation:
            asked = self._spoken(request.user_id, recording) if recording else typed
            answer = self._assistant.answer(request.user_id, asked.text)
            cost = answer.cost.including(asked.cost)
            counters = self._charge(reservation, answer, cost)
        self._assistant.record_citations(request.user_id, answer)
        return ok(
            {
                "answer": answer.text,
                "question": asked.text,
                "sources": [self._source(source) for source in answer.sources],
                "context_found": bool(answer.sources),
                "user_id": request.user_id,
                "timestamp": int(self._clock()),
                "cache_status": "hit" if answer.is_cached else "miss",
                "response_time_ms": round((time.monotonic() - started) * 1000),
                "cost_info": _cost_info(cost),
                "usage": counters.as_json(),
            }
        )

    def _typed(self, body: QueryBody) -> Transcript:
        return Transcript(self._acceptable(body.question, "question"), 0.0)

    def _spoken(self, user_id: str, recording: Recording) -> Transcript:
        transcript = self._transcriber.transcribe(user_id, recording, field="file_data")
        if not transcript.text:
            raise InvalidFieldError(FieldProblem("file_data", "it contains no speech"))
        return replace(transcript, text=self._acceptable(transcript.text, "file_data"))

    def _acceptable(self, question: str, field: str) -> str:
        """Validate a question, whether it has been typed or spoken."""
        if len(question) > self._question_length:
            problem = f"it must have at most {self._question_length} characters"
            raise InvalidFieldError(FieldProblem(field, problem))
        return sanitise(question, field, self._injection_policy)

    def _charge(self, reservation: Reservation, answer: Answer, cost: Cost) -> Counters:
        if answer.is_cached and not self._cache_hits_charged:
            return reservation.counters_without
        return reservation.confirm(cost)

    def _source(self, source: Source) -> dict[str, Any]:
        return {
            "manual_name": source.manual.name,
            "page_number": source.passage.page,
            "chunk_text": source.passage.text,
            "score": source.passage.score,
            "pdf_url": self._files.url(source.manual),
            "pdf_id": source.manual.manual_id,
        }


def _recording(body: QueryBody) -> Recording | None:
    given = body.model_fields_set
    if not given:
        raise InvalidFieldError(FieldProblem("question", "it is missing"))
    if "file_data" not in given and "content_type" not in given:
        return None
    for field in ("file_data", "content_type"):
        if field not in given:
            raise InvalidFieldError(FieldProblem(field, "it is missing"))
    return read_recording(body.file_data, body.content_type, field="file_data")


def _cost_info(cost: Cost) -> dict[str, Any]:
    return {
        "total_cost_eur": float(cost.eur),
        "input_tokens": cost.input_tokens,
        "output_tokens": cost.output_tokens,
        "operation": "query",
    }
