"""Jobs that never finish."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from fault_engine.catalogue import service_description
from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.faults.changed_responses import with_body
from fault_engine.identification import Call
from fault_engine.options import Mapped
from fault_engine.responses import HttpResponse
from fault_engine.rewritten_requests import set_header

_TRANSCRIBING = {"TranscriptionJobStatus": "IN_PROGRESS", "CompletionTime": None, "FailureReason": None}
_INGESTING = {"status": "IN_PROGRESS", "failureReasons": None}
_DETECTING = {"JobStatus": "IN_PROGRESS", "StatusMessage": None}

UNFINISHED: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("transcribe", "GetTranscriptionJob"): {"TranscriptionJob": {**_TRANSCRIBING, "Transcript": None}},
    ("transcribe", "ListTranscriptionJobs"): {"TranscriptionJobSummaries": _TRANSCRIBING},
    ("bedrock-agent", "GetIngestionJob"): {"ingestionJob": _INGESTING},
    ("bedrock-agent", "ListIngestionJobs"): {"ingestionJobSummaries": _INGESTING},
    ("bedrock", "GetModelInvocationJob"): {"status": "InProgress", "endTime": None},
    ("textract", "GetDocumentTextDetection"): {**_DETECTING, "Blocks": None},
    ("textract", "GetDocumentAnalysis"): {**_DETECTING, "Blocks": None},
    ("rekognition", "GetLabelDetection"): {**_DETECTING, "Labels": None},
    ("athena", "GetQueryExecution"): {
        "QueryExecution": {"Status": {"State": "RUNNING", "CompletionDateTime": None}}
    },
    ("glue", "GetJobRun"): {"JobRun": {"JobRunState": "RUNNING", "CompletedOn": None}},
    ("stepfunctions", "DescribeExecution"): {"status": "RUNNING", "stopDate": None, "output": None},
    ("polly", "GetSpeechSynthesisTask"): {"SynthesisTask": {"TaskStatus": "inProgress"}},
}
"""The state of an unfinished job, as a merge patch of the response that shows it."""


class Stuck(Distortion):
    """A job seems to stay in progress; in fact it goes on, and shows its real state when the rule ends.

    The operations in `UNFINISHED` are known; for others `patch` says what to change in the response (RFC 7396: null removes
    a member). A patch of a list is applied to each of its entries. Responses that are not JSON stay as they are.
    """

    fault: Literal["stuck"]
    patch: Mapped | None = None

    def applies_to(self, call: Call) -> bool:
        if self.patch is None:
            return (call.service, call.operation) in UNFINISHED
        return call.service is None or speaks_json(call.service, call.protocol)

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        set_header(request.environ, "Accept-Encoding", None)  # a compressed response cannot be patched
        response = serve()
        if response.status != 200:  # noqa: PLR2004 — an error contains no job
            return response
        call = request.call
        patch = UNFINISHED[call.service, call.operation] if self.patch is None else self.patch  # type: ignore[index]
        try:
            content = json.loads(response.body or b"{}")
        except ValueError:
            return response
        return with_body(response, json.dumps(merge_patch(content, patch)).encode())

    def describe(self) -> str:
        return "job that stays in progress"


def speaks_json(service: str, protocol: str | None) -> bool:
    """Return whether a service answers in JSON: in one of its protocols, or in the given one."""
    metadata = service_description(service)["metadata"]
    protocols = [protocol] if protocol else metadata.get("protocols", [metadata["protocol"]])
    return not {"json", "rest-json"}.isdisjoint(protocols)


def merge_patch(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7396); to a list, entry by entry."""
    if isinstance(target, list) and isinstance(patch, Mapping):
        return [merge_patch(entry, patch) for entry in target]
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
