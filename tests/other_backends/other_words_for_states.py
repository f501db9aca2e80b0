"""States of manuals and ingestion jobs have other words, and boto3's quota of retries does not run out."""

import json

WORDS = {
    "processing": "indexing",
    "ready": "processed",
    "failed": "broken",
    "STARTING": "queued",
    "IN_PROGRESS": "running",
    "COMPLETE": "done",
    "FAILED": "aborted",
}


def apply() -> None:
    """Replace each state in the bodies of the routes that have one."""
    import dataclasses

    from api_gateway.application import Gateway
    from manuel_stack.process_setup import enlarge_retry_quota

    enlarge_retry_quota()
    respond = Gateway._respond

    def changed(self, request):
        response = respond(self, request)
        if not request.path.startswith(("/api/manuals", "/api/ingestion")) or not response.body:
            return response
        body = json.dumps(_with_other_words(json.loads(response.body)))
        return dataclasses.replace(response, body=body.encode())

    Gateway._respond = changed


def _with_other_words(value):
    if isinstance(value, list):
        return [_with_other_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: WORDS.get(member, member) if name == "status" else _with_other_words(member)
        for name, member in value.items()
    }
